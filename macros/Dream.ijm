// Dreams on an image and saves the result beside it, as NAME-dream.png.
// Argument: the path of the image. Without one, it is asked for.
path = getArgument();
if (path == "")
	path = File.openDialog("An image");
open(path);
saved = File.getDirectory(path) + File.getNameWithoutExtension(path) + "-dream.png";
octaves = 3;
if (minOf(getWidth(), getHeight()) < 100)
	octaves = 1; // a small image would be too small at its first octaves
run("DeepDream...", "octaves=" + octaves);
saveAs("PNG", saved);
print("Saved " + saved);
