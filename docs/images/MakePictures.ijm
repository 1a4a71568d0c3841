// Makes the pictures of results in the documentation from the drawn images beside this file. The
// macro's argument is the folder of the images, where the pictures go too.
folder = getArgument() + "/";
setBatchMode(true);

open(folder + "cells.jpg");
run("DeepDream...");
saveAs("Jpeg", folder + "deepdream.jpg");
close("*");

open(folder + "cells.jpg");
run("Style Transfer...", "style=swirl imagesize=400");
saveAs("Jpeg", folder + "style-transfer.jpg");
close("*");

// Tissue with dust and a scratch, and the same filled.
open(folder + "tissue.jpg");
rename("dusty");
width = getWidth(); height = getHeight();
newImage("mask", "8-bit black", width, height, 1);
setColor(255);
fillOval(width * 0.25, height * 0.3, 40, 40);
setLineWidth(7);
drawLine(width * 0.5, height * 0.75, width * 0.85, height * 0.35);
setThreshold(255, 255);
run("Create Selection");
selectImage("dusty");
run("Restore Selection");
setColor(255, 255, 255);
fill();
run("Fill Selection...", "iterations=20");
rename("filled");
selectImage("dusty");
run("Select None");
run("Combine...", "stack1=dusty stack2=filled");
saveAs("Jpeg", folder + "fill-selection.jpg");
close("*");

// Each built-in style, with its picture in the corner.
styles = newArray("coral", "dots", "dusk", "embroidery", "glass", "hatching", "ink", "marble", "mosaic", "swirl",
    "watercolor", "wave");
styleFolder = folder + "../../src/main/resources/neuralart/styles/";
width = 200; height = 160; columns = 4; gap = 4;
rows = styles.length / columns;
newImage("sheet", "RGB white", columns * (width + gap) - gap, rows * (height + gap + 18), 1);
sheet = getImageID();
for (i = 0; i < styles.length; i++) {
  open(folder + "cells.jpg");
  run("Style Transfer...", "style=" + styles[i] + " imagesize=" + width);
  run("Copy");
  x = i % columns * (width + gap); y = floor(i / columns) * (height + gap + 18);
  selectImage(sheet);
  makeRectangle(x, y, width, height);
  run("Paste");
  open(styleFolder + styles[i] + ".jpg");
  run("Size...", "width=48 height=48 average interpolation=Bilinear");
  run("Copy");
  selectImage(sheet);
  makeRectangle(x + width - 51, y + height - 51, 48, 48);
  run("Paste");
  run("Select None");
  setColor(0, 0, 0);
  setFont("SansSerif", 14, "antialiased");
  drawString(styles[i], x + 4, y + height + 18);
  close("\\Others");
}
saveAs("Jpeg", folder + "styles.jpg");
