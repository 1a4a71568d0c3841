// Makes the small pictures of the looks in the dialogs: of the drawn landscape, dreamt on and painted by each preset,
// and of one filter. The argument names the folder of the landscape, the one of the pictures, and the commands.
arguments = split(getArgument(), ",");
side = 112;
setBatchMode(true);
run("Input/Output...", "jpeg=85");
for (i = 2; i < arguments.length; i++) {
  if (arguments[i] == "deepdream") dreams();
  if (arguments[i] == "style-transfer") paintings();
  if (arguments[i] == "filter-visualization") filters();
}

function dreams() {
  presets = newArray("none", "Eyes", "Waves", "Chollet 2021", "Keras 2017", "TensorFlow", "Surprise");
  for (i = 0; i < presets.length; i++) {
    width = 360;
    if (presets[i] == "TensorFlow") width = 180; // it also goes through sizes larger than the image
    openScaled(width, 0.8 * width);
    run("DeepDream...", "imagesize=0 preset=[" + presets[i] + "]");
    run("Specify...", "width=" + 0.7 * width + " height=" + 0.7 * width + " x=4 y=" + 0.05 * width);
    run("Crop");
    keep("deepdream", presets[i]);
  }
}

// Some recipes take a thousand steps and more: fewer show on a small picture what they do.
function paintings() {
  presets = newArray("none", "neural neighbors", "Gram matrices", "Chollet 2021", "Vision Systems", "neural-style",
      "Gatys 2015", "TensorFlow", "crowsonkb 2021");
  for (i = 0; i < presets.length; i++) {
    openScaled(160, 128);
    options = "style=swirl imagesize=0 preset=[" + presets[i] + "]";
    if (i > 2) options = options + " iterations=200"; // published ones
    run("Style Transfer...", options);
    run("Specify...", "width=128 height=128 x=0 y=0");
    run("Crop");
    keep("style-transfer", presets[i]);
  }
}

function filters() {
  presets = newArray("MACO", "Lucid", "Keras 2016", "Keras 2016 raw", "Chollet 2021", "none");
  for (i = 0; i < presets.length; i++) {
    run("Filter Visualization...", "display=Stack filters=0 preset=[" + presets[i] + "]");
    keep("filter-visualization", presets[i]);
  }
}

function openScaled(width, height) {
  open(arguments[0] + "/landscape.jpg");
  run("Size...", "width=" + width + " height=" + height + " average interpolation=Bilinear");
}

// Files are named as presets are, without spaces.
function keep(command, preset) {
  run("Size...", "width=" + side + " height=" + side + " average interpolation=Bilinear");
  folder = arguments[1] + "/" + command;
  if (!File.exists(folder)) File.makeDirectory(folder);
  saveAs("Jpeg", folder + "/" + replace(preset, " ", "_") + ".jpg");
  close("*");
}
