// Tries three weights of the style at a small size, and saves the results side by side as
// NAME-styles.png beside the image. The weights do not depend on the size: choose one, then run
// Style Transfer... with it at full size.
// Argument: the paths of the image and the style, IMAGE;STYLE. Without one, they are asked for.
paths = split(getArgument(), ";");
if (paths.length != 2)
	paths = newArray(File.openDialog("An image"), File.openDialog("A style"));
setBatchMode(true);
open(paths[0]);
image = getImageID();
path = File.getDirectory(paths[0]) + File.getNameWithoutExtension(paths[0]) + "-styles.png";
weights = newArray(2, 10, 50);
for (i = 0; i < weights.length; i++) {
	selectImage(image);
	run("Style Transfer...", "stylefile=[" + paths[1] + "] styleweight=" + weights[i] + " imagesize=200 iterations=20");
	rename("style weight " + weights[i]);
}
selectImage(image);
close();
run("Images to Stack", "title=[style weight ] use"); // other open images stay as they are
run("Make Montage...", "columns=3 rows=1 scale=1 label");
saveAs("PNG", path);
print("Saved " + path);
