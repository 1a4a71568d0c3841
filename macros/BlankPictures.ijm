// What a style transfer makes of nothing: an empty grey image in a style, and an image in the styles of a white and of a
// black picture, each after 1 and after 10 rounds of 20 evaluations. Saved as NAME-blank.png beside the image.
// Argument: the paths of the image and the style, IMAGE;STYLE, or with the longer side of each picture in pixels
// IMAGE;STYLE;SIDE. Without one, the image is asked for, and the style is one of the plugin.
rounds = newArray(1, 10);
var side = 240;
var pictures = 0;
var labels = newArray(0);
style = "swirl";

parts = split(getArgument(), ";");
if (parts.length == 0)
	parts = newArray(File.openDialog("An image"));
if (parts.length > 1)
	style = parts[1];
if (parts.length > 2)
	side = parseInt(parts[2]);
setBatchMode(true);
open(parts[0]);
rename("the image of the sheet");
scale = side / maxOf(getWidth(), getHeight());
width = round(scale * getWidth());
height = round(scale * getHeight());
newImage("a grey picture of the sheet", "RGB white", width, height, 1);
run("Multiply...", "value=0.5");
newImage("a white picture of the sheet", "RGB white", width, height, 1);
newImage("a black picture of the sheet", "RGB black", width, height, 1);
for (i = 0; i < rounds.length; i++) {
	paint("a grey picture of the sheet", "stylefile=[" + style + "]", "nothing in the style", rounds[i]);
	paint("the image of the sheet", "style=[a white picture of the sheet]", "a white style", rounds[i]);
	paint("the image of the sheet", "style=[a black picture of the sheet]", "a black style", rounds[i]);
}
run("Images to Stack", "name=pictures title=[sheet of blanks ]"); // other open images stay as they are
for (i = 0; i < nSlices; i++) {
	setSlice(i + 1);
	setMetadata("Label", labels[i]);
}
run("Make Montage...", "columns=3 rows=" + rounds.length + " scale=1 font=12 label");
saved = File.getDirectory(parts[0]) + File.getNameWithoutExtension(parts[0]) + "-blank.png";
saveAs("PNG", saved);
print("Saved " + saved);

function paint(title, style, label, rounds) {
	selectImage(title);
	run("Style Transfer...", "preset=[Vision Systems] " + style + " iterations=" + 20 * rounds + " imagesize=" + side);
	rename("sheet of blanks " + pictures);
	labels = Array.concat(labels, label + ", rounds: " + rounds);
	pictures++;
}
