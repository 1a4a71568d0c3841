// Shows by five methods which pixels of an image decide, side by side, and saves that beside it as NAME-saliency.png.
// Argument: the path of the image, and after a semicolon what is explained, with which network, as "model=cells.h5
// classname=round" or "layer=block4_conv1 channels=3". Without an argument, the image is asked for.
methods = newArray("Grad-CAM", "Gradient", "SmoothGrad", "Integrated gradients", "Occlusion");
explained = "layer=block5_conv3";

parts = split(getArgument(), ";");
if (parts.length == 0)
	parts = newArray(File.openDialog("An image"));
if (parts.length > 1)
	explained = parts[1];
setBatchMode(true);
open(parts[0]);
image = getImageID();
newImage("maps", "RGB", getWidth(), getHeight(), methods.length);
maps = getImageID();
for (i = 0; i < methods.length; i++) {
	selectImage(image);
	run("Saliency...", "method=[" + methods[i] + "] " + explained);
	run("Copy");
	close();
	selectImage(maps);
	setSlice(i + 1);
	run("Paste");
	setColor("black");
	fillRect(0, getHeight() - 24, getWidth(), 24);
	setColor("white");
	setFont("SansSerif", 16, "antialiased");
	drawString(methods[i], 6, getHeight() - 2);
}
run("Make Montage...", "columns=" + methods.length + " rows=1 scale=1");
saved = File.getDirectory(parts[0]) + File.getNameWithoutExtension(parts[0]) + "-saliency.png";
saveAs("PNG", saved);
print("Saved " + saved);
