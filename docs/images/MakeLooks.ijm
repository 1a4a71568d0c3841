// Makes the small pictures of the looks in the dialogs: of the drawn landscape dreamt on and painted by each preset,
// and of one filter. The argument names the folder of the pictures, after that of the landscape.
folders = split(getArgument(), ",");
side = 112;
setBatchMode(true);
run("Input/Output...", "jpeg=85");

// Presets have the same names in files, without spaces.
dreams = newArray("none", "Eyes", "Waves", "Chollet 2021", "Keras 2017", "TensorFlow", "Surprise");
for (i = 0; i < dreams.length; i++) {
  openPart();
  run("DeepDream...", "preset=[" + dreams[i] + "]");
  keep("deepdream", dreams[i]);
}

styles = newArray("none", "Chollet 2021", "Vision Systems", "neural-style", "crowsonkb 2021");
for (i = 0; i < styles.length; i++) {
  openPart();
  run("Style Transfer...", "preset=[" + styles[i] + "]");
  keep("style-transfer", styles[i]);
}

filters = newArray("MACO", "Lucid", "Keras 2016", "Keras 2016 raw", "Chollet 2021", "none");
for (i = 0; i < filters.length; i++) {
  run("Filter Visualization...", "preset=[" + filters[i] + "] filters=1");
  keep("filter-visualization", filters[i]);
}

function openPart() {
  open(folders[0] + "/landscape.jpg");
  run("Specify...", "width=256 height=256 x=372 y=110");
  run("Crop");
}

function keep(command, preset) {
  run("Size...", "width=" + side + " height=" + side + " average interpolation=Bilinear");
  target = folders[1] + "/" + command;
  if (!File.exists(target)) File.makeDirectory(target);
  saveAs("Jpeg", target + "/" + replace(preset, " ", "_") + ".jpg");
  close("*");
}
