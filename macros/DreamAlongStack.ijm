// Dreams on every slice of a stack and saves the dreams beside it, as NAME-dream.tif.
// Argument: the path of the stack. Without one, it is asked for.
path = getArgument();
if (path == "")
	path = File.openDialog("A stack");
setBatchMode(true);
open(path);
saved = File.getDirectory(path) + File.getNameWithoutExtension(path) + "-dream.tif";
// The same seed for every slice: neighbours dream alike.
run("DeepDream...", "iterations=10 seed=1 slices=all");
saveAs("Tiff", saved);
print("Saved " + saved + ": " + nSlices + " slices");
