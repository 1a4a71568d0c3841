// Makes the pictures of results in the documentation from the drawn images beside this file. The
// macro's argument is the folder of the images; a name after a semicolon makes that picture alone:
// FOLDER;NAME. Pictures that stand on the page of a command go into the folder, others to "gallery".
// The lines that it runs are those under the pictures in gallery.md.
var folder;
var only = "";
var gap = 4;
var line = 18; // height of a caption
parts = split(getArgument(), ";");
folder = parts[0] + "/";
if (parts.length > 1) only = parts[1];
setBatchMode(true);

picture("deepdream", "cells", 'run("DeepDream...", "preset=none");');
picture("style-transfer", "cells", 'run("Style Transfer...", "style=swirl imagesize=400");');

sheet("gallery/microscopes", 3, 300, 240, newArray(
    "cells||fluorescence", "tissue||histology", "membranes||electron microscopy",
    'cells|run("DeepDream...", "preset=none imagesize=320");|a dream',
    'tissue|run("DeepDream...", "preset=none imagesize=320");|a dream',
    'membranes|run("DeepDream...", "preset=none imagesize=320");|a dream',
    'cells|run("Style Transfer...", "style=embroidery imagesize=240");|embroidery',
    'tissue|run("Style Transfer...", "style=watercolor imagesize=240");|watercolor',
    'membranes|run("Style Transfer...", "style=hatching imagesize=240");|hatching'));

sheet("gallery/layers-landscape", 3, 300, 240, newArray(
    "landscape||the image",
    'landscape|run("DeepDream...", "layers=block1_conv2 imagesize=320");|block1_conv2',
    'landscape|run("DeepDream...", "layers=block2_conv2 imagesize=320");|block2_conv2',
    'landscape|run("DeepDream...", "layers=block3_conv2 imagesize=320");|block3_conv2',
    'landscape|run("DeepDream...", "layers=block4_conv3 imagesize=320");|block4_conv3',
    'landscape|run("DeepDream...", "layers=block5_conv3 imagesize=320");|block5_conv3'));

sheet("gallery/layers-cells", 3, 300, 240, newArray(
    "cells||the image",
    'cells|run("DeepDream...", "layers=block1_conv2 imagesize=320");|block1_conv2',
    'cells|run("DeepDream...", "layers=block2_conv2 imagesize=320");|block2_conv2',
    'cells|run("DeepDream...", "layers=block3_conv2 imagesize=320");|block3_conv2',
    'cells|run("DeepDream...", "layers=block4_conv3 imagesize=320");|block4_conv3',
    'cells|run("DeepDream...", "layers=block5_conv3 imagesize=320");|block5_conv3'));

sheet("gallery/looks", 3, 300, 240, newArray(
    'landscape|run("DeepDream...", "preset=none imagesize=320");|Recommended (none)',
    'landscape|run("DeepDream...", "preset=Eyes imagesize=320");|Eyes',
    'landscape|run("DeepDream...", "preset=Waves imagesize=320");|Waves',
    'landscape|run("DeepDream...", "preset=[Chollet 2021] imagesize=320");|Chollet 2021',
    'landscape|run("DeepDream...", "preset=[Keras 2017] imagesize=320");|Keras 2017',
    'landscape|run("DeepDream...", "preset=TensorFlow tilesize=0 iterations=30 imagesize=320");|TensorFlow, in one tile',
    'landscape|run("DeepDream...", "preset=Surprise seed=2 imagesize=320");|Surprise, seed 2',
    'landscape|run("DeepDream...", "preset=Surprise seed=4 imagesize=320");|Surprise, seed 4',
    'landscape|run("DeepDream...", "preset=Surprise seed=5 imagesize=320");|Surprise, seed 5'));

sheet("gallery/dream-knobs", 3, 300, 240, newArray(
    'landscape|run("DeepDream...", "octavesfrom=100 imagesize=320");|motifs from 100 pixels',
    'landscape|run("DeepDream...", "octavesfrom=320 imagesize=320");|motifs from 320 pixels',
    'landscape|run("DeepDream...", "smoothing=laplacian imagesize=320");|smoothing laplacian',
    'cells|run("DeepDream...", "iterations=10 imagesize=320");|10 steps',
    'cells|run("DeepDream...", "iterations=60 imagesize=320");|60 steps',
    'cells|run("DeepDream...", "colors=content imagesize=320");|colours kept'));

sheet("gallery/style-knobs", 3, 300, 240, newArray(
    'landscape|run("Style Transfer...", "style=swirl styleweight=4 imagesize=240");|strength 4',
    'landscape|run("Style Transfer...", "style=swirl styleweight=100 imagesize=240");|strength 100',
    'landscape|run("Style Transfer...", "style=swirl colors=content imagesize=240");|colours of the image'));

made("filter-visualization", 'run("Filter Visualization...", "filters=0-8 imagesize=128");');
sheet("gallery/feature-maps", 3, 300, 240, newArray(
    'cells|run("Feature Maps...", "layer=block2_conv2 channels=[top 1] display=Overlay");|block2_conv2',
    'cells|run("Feature Maps...", "layer=block3_conv2 channels=[top 1] display=Overlay");|block3_conv2',
    'cells|run("Feature Maps...", "layer=block5_conv3 channels=[top 1] display=Overlay");|block5_conv3'));
picture("feature-maps", "cells", 'run("Feature Maps...", "channels=[top 9]");');

sheet("saliency", 3, 300, 240, newArray(
    "landscape||the image",
    'landscape|run("Saliency...", "layer=block5_conv3 channels=118");|Grad-CAM',
    'landscape|run("Saliency...", "layer=block5_conv3 channels=118 method=Gradient");|Gradient',
    'landscape|run("Saliency...", "layer=block5_conv3 channels=118 method=SmoothGrad");|SmoothGrad',
    'landscape|run("Saliency...", "layer=block5_conv3 channels=118 method=[Integrated gradients]");|Integrated gradients',
    'landscape|run("Saliency...", "layer=block5_conv3 channels=118 method=Occlusion");|Occlusion'));

// The pictures of the layers that come with the plugin.
layers = newArray("block1_conv1", "block1_conv2", "block2_conv1", "block2_conv2", "block3_conv1", "block3_conv2",
    "block4_conv1", "block4_conv2", "block4_conv3", "block5_conv1", "block5_conv2", "block5_conv3");
cells = newArray(layers.length);
for (i = 0; i < layers.length; i++)
  cells[i] = "../../src/main/resources/neuralart/command/layers/builtin/" + layers[i] + "||" + layers[i];
sheet("gallery/layers", 2, 480, 80, cells);

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
styled("styles", "cells", 200, 160);

function isWanted(name) {
  if (only == "" || only == name) return true;
  return false;
}

/** One result of an image. */
function picture(name, image, command) {
  if (!isWanted(name)) return;
  open(folder + image + ".jpg");
  eval(command);
  saveAs("Jpeg", folder + name + ".jpg");
  close("*");
}

/** A result that needs no image. */
function made(name, command) {
  if (!isWanted(name)) return;
  eval(command);
  saveAs("Jpeg", folder + name + ".jpg");
  close("*");
}

/** Pictures side by side, each given as "image|line of a macro|caption"; an image alone has no line. */
function sheet(name, columns, width, height, cells) {
  if (!isWanted(name)) return;
  newSheet(cells.length, columns, width, height);
  for (i = 0; i < cells.length; i++) {
    cell = split(cells[i] + "|", "(\\|)");
    open(folder + cell[0] + ".jpg");
    if (cell[1] != "") eval(cell[1]);
    put(i, columns, width, height, cell[2]);
  }
  saveSheet(name);
}

/** An image in each built-in style, with the style in the corner. */
function styled(name, image, width, height) {
  if (!isWanted(name)) return;
  columns = 4;
  newSheet(styles.length, columns, width, height);
  for (i = 0; i < styles.length; i++) {
    open(folder + image + ".jpg");
    eval(replace('run("Style Transfer...", "preset=[Gram matrices] style=coral imagesize=200");', "coral", styles[i]));
    run("Size...", "width=" + width + " height=" + height + " average interpolation=Bicubic");
    painting = getImageID();
    open(folder + "../../src/main/resources/neuralart/styles/" + styles[i] + ".jpg");
    run("Size...", "width=48 height=48 average interpolation=Bicubic");
    run("Copy");
    selectImage(painting);
    makeRectangle(width - 51, height - 51, 48, 48);
    run("Paste");
    run("Select None");
    put(i, columns, width, height, styles[i]);
  }
  saveSheet(name);
}

function newSheet(count, columns, width, height) {
  rows = floor((count + columns - 1) / columns);
  newImage("sheet", "RGB white", columns * (width + gap) - gap, rows * (height + gap + line), 1);
}

/** Puts the active image onto the sheet, and closes it. */
function put(index, columns, width, height, caption) {
  run("RGB Color");
  run("Size...", "width=" + width + " height=" + height + " average interpolation=Bicubic");
  run("Copy");
  x = index % columns * (width + gap);
  y = floor(index / columns) * (height + gap + line);
  selectWindow("sheet");
  makeRectangle(x, y, width, height);
  run("Paste");
  run("Select None");
  setColor(0, 0, 0);
  setFont("SansSerif", 14, "antialiased");
  drawString(caption, x + 4, y + height + line);
  close("\\Others");
}

function saveSheet(name) {
  saveAs("Jpeg", folder + name + ".jpg");
  close("*");
}
