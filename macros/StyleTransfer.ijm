// Paints an image in the style of another, and saves the result beside it as
// "NAME in the style of STYLE.png".
// Argument: the paths of both, IMAGE;STYLE. Without one, they are asked for.
paths = split(getArgument(), ";");
if (paths.length != 2)
	paths = newArray(File.openDialog("An image"), File.openDialog("A style"));
open(paths[0]);
folder = File.getDirectory(paths[0]);
run("Style Transfer...", "stylefile=[" + paths[1] + "]");
saveAs("PNG", folder + getTitle() + ".png");
print("Saved " + folder + getTitle());
