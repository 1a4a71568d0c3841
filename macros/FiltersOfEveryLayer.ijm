// Shows what the first filters of every layer of a network look for, and saves one montage for each layer.
// Argument: the folder to save in, and if you like options of Filter Visualization... behind a semicolon. Without an
// argument, the folder is asked for.
model = "builtin";
options = " preset=none imagesize=96 filters=0-15";

argument = getArgument();
if (argument == "") {
	folder = getDirectory("A folder to save in");
} else {
	parts = split(argument, ";");
	folder = parts[0] + File.separator;
	if (parts.length > 1)
		options = " " + parts[1];
}
setBatchMode(true);
run("Network Layers...", "model=" + model);
names = Table.getColumn("Layer");
kinds = Table.getColumn("Kind");
saved = 0;
for (i = 0; i < names.length; i++) {
	if (startsWith(kinds[i], "convolution")) {
		run("Filter Visualization...", "model=" + model + options + " display=Montage layer=" + names[i]);
		saveAs("PNG", folder + model + "-" + replace(names[i], "/", "_") + ".png");
		close();
		saved++;
	}
}
print("Saved " + saved + " montages in " + folder);
