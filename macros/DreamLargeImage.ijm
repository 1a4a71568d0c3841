// Dreams on an image of any size in tiles, which need little memory and leave no seams; saves NAME-dream.tif beside it.
// Argument: the path of the image, or PATH;OPTIONS with options of DeepDream. Without one, the path is asked for.
argument = getArgument();
if (argument == "")
	argument = File.openDialog("An image");
parts = split(argument, ";");
options = "";
if (parts.length > 1)
	options = parts[1];
setBatchMode(true);
open(parts[0]);
saved = File.getDirectory(parts[0]) + File.getNameWithoutExtension(parts[0]) + "-dream.tif";
// The octaves begin at the same size whatever that of the image, so that the patterns are large on a large image too.
run("DeepDream...", "tilesize=512 " + options);
saveAs("Tiff", saved);
print("Saved " + saved);
