// Shows what the first filters of several layers look for, one labelled montage for each layer,
// saved as filters-LAYER.png.
// Argument: the folder to save in. Without one, it is asked for.
layers = newArray("block1_conv2", "block2_conv2", "block3_conv2", "block4_conv3", "block5_conv2");
filters = "0-3";

folder = getArgument();
if (folder == "")
	folder = getDirectory("A folder for the montages");
setBatchMode(true);
for (i = 0; i < layers.length; i++) {
	run("Filter Visualization...", "display=Montage iterations=48 imagesize=80 layer=" + layers[i] + " filters=" + filters);
	saveAs("PNG", folder + File.separator + "filters-" + layers[i] + ".png");
	close();
}
print("Saved " + layers.length + " montages in " + folder);
