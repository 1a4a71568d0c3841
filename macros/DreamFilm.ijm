// Makes a film that dives into a dream: every frame is a dream on the one before it, zoomed and turned a little.
// Saves the frames beside the image, as NAME-dream.tif and as an animated NAME-dream.gif.
// Argument: the path of the image, or PATH;OPTIONS with options of DeepDream. Without one, the path is asked for.
argument = getArgument();
if (argument == "")
	argument = File.openDialog("An image");
parts = split(argument, ";");
options = "";
if (parts.length > 1)
	options = parts[1];
else // a few steps are enough, since each frame goes on where the last one ended
	options = "frames=30 zoom=1.05 rotate=1 iterations=8";
setBatchMode(true);
open(parts[0]);
saved = File.getDirectory(parts[0]) + File.getNameWithoutExtension(parts[0]) + "-dream";
run("DeepDream...", options);
saveAs("Tiff", saved + ".tif");
print("Saved " + saved + ": " + nSlices + " frames");
// A GIF has 256 colours.
run("8-bit Color", "number=256");
run("Animation Options...", "speed=10");
saveAs("Gif", saved + ".gif");
