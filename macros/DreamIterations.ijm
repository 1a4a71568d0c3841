// Dreams on an image with 10, 20 and 40 iterations, beside the image itself: how a dream grows. Saved beside the
// image as NAME-iterations.png.
// Argument: the path of the image, or with the longer side of each picture in pixels PATH;SIDE. Without one, the image
// is asked for.
iterations = newArray(10, 20, 40);
side = 320;

parts = split(getArgument(), ";");
if (parts.length == 0)
	parts = newArray(File.openDialog("An image"));
if (parts.length > 1)
	side = parseInt(parts[1]);
setBatchMode(true);
labels = newArray(0);
open(parts[0]);
scale = side / maxOf(getWidth(), getHeight());
run("Scale...", "x=" + scale + " y=" + scale + " interpolation=Bilinear average create title=small");
small = getImageID();
run("Duplicate...", "title=[growing dream 0]");
run("RGB Color");
labels = Array.concat(labels, "the image");
for (i = 0; i < iterations.length; i++) {
	selectImage(small);
	run("DeepDream...", "iterations=" + iterations[i] + " imagesize=" + side);
	rename("growing dream " + (i + 1));
	labels = Array.concat(labels, "" + iterations[i] + " iterations");
}
run("Images to Stack", "name=dreams title=[growing dream ]"); // other open images stay as they are
for (i = 0; i < nSlices; i++) {
	setSlice(i + 1);
	setMetadata("Label", labels[i]);
}
run("Make Montage...", "columns=" + nSlices + " rows=1 scale=1 font=12 label");
saved = File.getDirectory(parts[0]) + File.getNameWithoutExtension(parts[0]) + "-iterations.png";
saveAs("PNG", saved);
print("Saved " + saved);
