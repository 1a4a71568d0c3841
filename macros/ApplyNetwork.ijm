// Applies a network to every image of a folder, and saves the results as TIFF in a folder "applied" within it: probability
// maps of a U-Net, denoised images, or what else the network makes.
// Argument: the folder and the file of the network, separated by a semicolon, and if you like options of Apply Network...
// behind another semicolon. Without an argument, folder and network are asked for.
options = "";
argument = getArgument();
if (argument == "") {
	folder = getDirectory("A folder of images");
	network = File.openDialog("A network: ONNX, Keras, DeepLearning4J, or a package of bioimage.io");
} else {
	parts = split(argument, ";");
	if (parts.length < 2)
		exit("Give the folder of the images and the file of the network, separated by a semicolon");
	folder = parts[0] + File.separator;
	network = parts[1];
	if (parts.length > 2)
		options = " " + parts[2];
}
setBatchMode(true);
output = folder + "applied" + File.separator;
File.makeDirectory(output);
files = getFileList(folder);
made = 0;
for (i = 0; i < files.length; i++) {
	path = folder + files[i];
	if (File.isDirectory(path) || !matches(toLowerCase(files[i]), ".*\\.(tiff?|png|jpe?g|gif|bmp)"))
		continue;
	showProgress(i, files.length);
	open(path);
	image = getImageID();
	run("Apply Network...", "slices=all model=[" + network + "]" + options);
	saveAs("Tiff", output + File.getNameWithoutExtension(path) + ".tif");
	close();
	selectImage(image);
	close();
	made++;
}
print("Applied to " + made + " images, saved in " + output);
