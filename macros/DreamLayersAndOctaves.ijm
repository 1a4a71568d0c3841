// What layers and octaves do to a dream: a row for each layer, a column for each number of octaves, saved as
// NAME-layers.png beside the image.
// Argument: the path of the image, or with the longer side of each picture in pixels PATH;SIDE. Without one, the image
// is asked for.
layers = newArray("block2_conv2", "block3_conv2", "block4_conv3", "block5_conv3");
octaves = newArray(1, 2, 3);
side = 320;

parts = split(getArgument(), ";");
if (parts.length == 0)
	parts = newArray(File.openDialog("An image"));
if (parts.length > 1)
	side = parseInt(parts[1]);
setBatchMode(true);
labels = newArray(0);
open(parts[0]);
image = getImageID();
dreams = 0;
for (row = 0; row < layers.length; row++) {
	for (column = 0; column < octaves.length; column++) {
		selectImage(image);
		run("DeepDream...", "layers=" + layers[row] + " octaves=" + octaves[column] + " imagesize=" + side);
		rename("dream of layers " + dreams);
		labels = Array.concat(labels, layers[row] + ", octaves: " + octaves[column]);
		dreams++;
	}
}
run("Images to Stack", "name=dreams title=[dream of layers ]"); // other open images stay as they are
for (i = 0; i < nSlices; i++) {
	setSlice(i + 1);
	setMetadata("Label", labels[i]);
}
run("Make Montage...", "columns=" + octaves.length + " rows=" + layers.length + " scale=1 font=12 label");
saved = File.getDirectory(parts[0]) + File.getNameWithoutExtension(parts[0]) + "-layers.png";
saveAs("PNG", saved);
print("Saved " + saved);
