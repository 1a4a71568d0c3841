// Nine dreams on an image by chance: the look Surprise takes other layers and weights for each seed. Saves a sheet of
// them as NAME-random.png beside the image, and prints the settings of each: take the line of the one you like.
// Argument: the path of the image, or with the longer side of each picture in pixels PATH;SIDE. Without one, the image
// is asked for.
dreams = 9;
side = 240;

parts = split(getArgument(), ";");
if (parts.length == 0)
	parts = newArray(File.openDialog("An image"));
if (parts.length > 1)
	side = parseInt(parts[1]);
setBatchMode(true);
labels = newArray(0);
open(parts[0]);
image = getImageID();
for (seed = 1; seed <= dreams; seed++) {
	selectImage(image);
	run("DeepDream...", "preset=Surprise seed=" + seed + " imagesize=" + side);
	lines = split(getMetadata("Info"), "\n");
	for (i = 0; i < lines.length; i++) {
		if (startsWith(lines[i], "layers: "))
			print("Seed " + seed + ", " + lines[i]);
	}
	rename("dream by chance " + seed);
	labels = Array.concat(labels, "seed " + seed);
}
run("Images to Stack", "name=dreams title=[dream by chance ]"); // other open images stay as they are
for (i = 0; i < nSlices; i++) {
	setSlice(i + 1);
	setMetadata("Label", labels[i]);
}
run("Make Montage...", "columns=3 rows=" + Math.ceil(dreams / 3) + " scale=1 font=12 label");
saved = File.getDirectory(parts[0]) + File.getNameWithoutExtension(parts[0]) + "-random.png";
saveAs("PNG", saved);
print("Saved " + saved);
