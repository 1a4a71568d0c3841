// Paints every image of a folder in the style of one picture, and saves the results in a folder "styled" within it.
// Argument: the folder and the picture, separated by a semicolon, and if you like options of Style Transfer... behind
// another semicolon. Without an argument, folder and picture are asked for.
options = "";
argument = getArgument();
if (argument == "") {
	folder = getDirectory("A folder of images");
	style = File.openDialog("The picture with the style");
} else {
	parts = split(argument, ";");
	if (parts.length < 2)
		exit("Give the folder of the images and the picture with the style, separated by a semicolon");
	folder = parts[0] + File.separator;
	style = parts[1];
	if (parts.length > 2)
		options = " " + parts[2];
}
setBatchMode(true);
output = folder + "styled" + File.separator;
File.makeDirectory(output);
files = getFileList(folder);
painted = 0;
for (i = 0; i < files.length; i++) {
	path = folder + files[i];
	if (File.isDirectory(path) || !matches(toLowerCase(files[i]), ".*\\.(tiff?|png|jpe?g|gif|bmp)"))
		continue;
	showProgress(i, files.length);
	open(path);
	image = getImageID();
	run("Style Transfer...", "stylefile=[" + style + "]" + options);
	saveAs("PNG", output + File.getNameWithoutExtension(path) + ".png");
	close();
	selectImage(image);
	close();
	painted++;
}
print("Painted " + painted + " images, saved in " + output);
