// Paints an image in the style of another: the argument is "IMAGE;STYLE", two paths, with options
// of Style Transfer... behind another semicolon if you like. Saves NAME-styled.png beside IMAGE.
arguments = split(getArgument(), ";");
if (arguments.length < 2) exit("Give two image files as IMAGE;STYLE");
options = "";
if (arguments.length > 2) options = " " + arguments[2];
open(arguments[0]);
path = getInfo("image.directory") + File.getNameWithoutExtension(arguments[0]) + "-styled.png";
run("Style Transfer...", "stylefile=[" + arguments[1] + "]" + options);
saveAs("PNG", path);
