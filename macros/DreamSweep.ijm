// Dreams on an image with several step sizes and layers, and shows all results in one labelled montage,
// saved beside the image as NAME-sweep.png: to choose parameters by eye.
// Argument: the path of the image. Without one, it is asked for.
layers = newArray("block3_conv2", "block4_conv3", "block5_conv3");
steps = newArray(0.0125, 0.025, 0.05);
side = 240; // pixels of each picture's longer side

path = getArgument();
if (path == "")
	path = File.openDialog("An image");
setBatchMode(true);
labels = newArray(0);
open(path);
name = File.getNameWithoutExtension(path);
scale = side / maxOf(getWidth(), getHeight());
run("Scale...", "x=" + scale + " y=" + scale + " interpolation=Bilinear average create title=small");
small = getImageID();
dreams = 0;
for (row = 0; row < layers.length; row++) {
	for (column = 0; column < steps.length; column++) {
		selectImage(small);
		run("DeepDream...", "layers=" + layers[row] + " stepsize=" + steps[column] + " octaves=2");
		rename("sweep of dreams " + dreams);
		labels = Array.concat(labels, layers[row] + ", " + steps[column]);
		dreams++;
	}
}
// All dreams into one stack, in order, with their labels. Other open images stay as they are.
run("Images to Stack", "name=dreams title=[sweep of dreams ]");
for (i = 0; i < nSlices; i++) {
	setSlice(i + 1);
	setMetadata("Label", labels[i]);
}
run("Make Montage...", "columns=" + steps.length + " rows=" + layers.length + " scale=1 font=12 label");
saved = File.getDirectory(path) + name + "-sweep.png";
saveAs("PNG", saved);
print("Saved " + saved);
