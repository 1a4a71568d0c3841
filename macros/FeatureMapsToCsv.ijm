// Measures how strongly each filter of a layer responds to an image, and saves the table beside it as NAME-LAYER.csv.
// Argument: the path of the image. Without one, it is asked for.
layer = "block4_conv3";

path = getArgument();
if (path == "")
	path = File.openDialog("An image");
setBatchMode(true);
open(path);
run("Feature Maps...", "display=Stack channels=all layer=" + layer);
maps = nSlices;
lines = "Map,Mean,Maximum,Standard deviation\n";
for (i = 1; i <= maps; i++) {
	setSlice(i);
	getStatistics(area, mean, min, max, deviation);
	lines += "\"" + getInfo("slice.label") + "\"," + mean + "," + max + "," + deviation + "\n";
}
saved = File.getDirectory(path) + File.getNameWithoutExtension(path) + "-" + layer + ".csv";
File.saveString(lines, saved);
print("Saved " + saved);
