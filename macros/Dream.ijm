// Dreams on an image and saves the result beside it, as NAME-dream.png.
// Argument: the path of the image. Without one, it is asked for.
path = getArgument();
if (path == "")
	path = File.openDialog("An image");
open(path);
saved = File.getDirectory(path) + File.getNameWithoutExtension(path) + "-dream.png";
run("DeepDream...", "seed=1");
saveAs("PNG", saved);
print("Saved " + saved);
