// Paints an image in the style of another, and saves the result beside it as
// "NAME in the style of STYLE.png".
// Argument: the paths of both, IMAGE;STYLE. Without one, they are asked for.
paths = split(getArgument(), ";");
if (paths.length != 2)
	paths = newArray(File.openDialog("An image"), File.openDialog("A style"));
open(paths[0]);
name = File.getNameWithoutExtension(paths[0]) + " in the style of " + File.getNameWithoutExtension(paths[1]);
saved = File.getDirectory(paths[0]) + name + ".png";
run("Style Transfer...", "stylefile=[" + paths[1] + "]");
saveAs("PNG", saved);
print("Saved " + saved);
