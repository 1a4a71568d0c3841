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
// Patterns have the size that the network knows. On a large image they would be tiny in the last octave, so that the
// first ones should be as small as a few hundred pixels: one octave more for each factor of the octave scale.
scale = 1.6;
octaves = 1 + floor(log(maxOf(1, minOf(getWidth(), getHeight()) / 200)) / log(scale));
run("DeepDream...", "tilesize=512 octaves=" + octaves + " octavescale=" + scale + " " + options);
saveAs("Tiff", saved);
print("Saved " + saved);
