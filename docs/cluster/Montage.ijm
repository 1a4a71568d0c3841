// Makes a montage of pictures, in files that a text lists, and saves it as a PNG file.
// Argument: LIST;FILE
side = 160;
text = 16;
parts = split(getArgument(), ";");
paths = split(File.openAsString(parts[0]), "\n");
setBatchMode(true);
columns = Math.ceil(sqrt(paths.length * 1.5));
rows = Math.ceil(paths.length / columns);
newImage("montage", "RGB white", maxOf(1, columns * side), maxOf(1, rows * (side + text)), 1);
montage = getImageID();
setFont("SansSerif", 11, "antialiased");
setColor("black");
for (i = 0; i < paths.length; i++) {
	open(paths[i]);
	picture = getImageID();
	if (nSlices > 1) {
		run("Duplicate...", "title=first");
		picture = getImageID();
	}
	run("RGB Color");
	scale = (side - 4) / maxOf(getWidth(), getHeight());
	run("Size...", "width=" + maxOf(1, round(scale * getWidth())) + " height=" + maxOf(1, round(scale * getHeight())) + " interpolation=Bilinear");
	run("Select All");
	run("Copy");
	width = getWidth();
	height = getHeight();
	selectImage(montage);
	x = (i % columns) * side;
	y = Math.floor(i / columns) * (side + text);
	makeRectangle(x + 2, y + 2, width, height);
	run("Paste");
	run("Select None");
	drawString(substring(File.getName(paths[i]), 0, minOf(24, lengthOf(File.getName(paths[i])))), x + 2, y + side + text - 2);
	selectImage(picture);
	close();
}
selectImage(montage);
saveAs("PNG", parts[1]);
