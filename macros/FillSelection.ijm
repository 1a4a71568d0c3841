// Fills bright dust and scratches of an image, and saves the result beside it as NAME-filled.tif.
// Argument: the path of the image, where everything white is taken as dust. Without one, an image
// with dust and a scratch is drawn.
path = getArgument();
if (path == "") {
	newImage("cells", "8-bit black", 256, 256, 1);
	run("Add Specified Noise...", "standard=30");
	run("Gaussian Blur...", "sigma=2");
	run("Enhance Contrast...", "saturated=0.35 normalize");
	run("Subtract...", "value=30");
	setColor(255);
	fillOval(60, 80, 24, 24);
	setLineWidth(4);
	drawLine(120, 40, 220, 190);
} else {
	open(path);
}
// the selection says what to fill: here all that is white
white = pow(2, minOf(bitDepth(), 16)) - 1;
if (bitDepth() == 24)
	white = 255;
setThreshold(white, white);
run("Create Selection");
resetThreshold();
if (selectionType() < 0)
	exit("Nothing in this image is white");
run("Fill Selection...", "iterations=20");
if (path != "") {
	saved = File.getDirectory(path) + File.getNameWithoutExtension(path) + "-filled.tif";
	saveAs("Tiff", saved);
	print("Saved " + saved);
}
