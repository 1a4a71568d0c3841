// Draws the two images that the pictures in the documentation are made from, and saves them
// in the folder that is the macro's argument: cells.tif and waves.tif.
folder = getArgument();
random("seed", 5);
setBatchMode(true);

newImage("cells", "RGB black", 384, 288, 1);
for (i = 0; i < 34; i++) {
  x = 384 * random; y = 288 * random; r = 22 + 26 * random; s = 0.7 + 0.5 * random;
  setColor(10, 60 + 60 * random, 40 + 30 * random);
  fillOval(x - r, y - r * s, 2 * r, 2 * r * s);
  setColor(40, 200, 90);
  setLineWidth(2);
  drawOval(x - r, y - r * s, 2 * r, 2 * r * s);
  setColor(50, 70, 150 + 100 * random);
  fillOval(x - r * 0.45, y - r * s * 0.45, r * 0.9, r * s * 0.9);
  for (j = 0; j < 14; j++) {
    setColor(255, 60 + 120 * random, 60);
    fillOval(x + (random - 0.5) * r * 1.6, y + (random - 0.5) * r * s * 1.6, 3, 3);
  }
}
run("Gaussian Blur...", "sigma=1");
run("Add Specified Noise...", "standard=8");
run("Set Scale...", "distance=1 known=0.2 unit=um");
saveAs("Tiff", folder + "/cells.tif");

newImage("waves", "RGB black", 300, 300, 1);
reds = newArray(20, 235, 40, 250, 190); greens = newArray(40, 180, 110, 235, 60); blues = newArray(110, 60, 160, 200, 50);
for (y = 0; y < 300; y++) {
  for (x = 0; x < 300; x++) {
    d = sqrt((x - 90) * (x - 90) + (y - 120) * (y - 120));
    e = sqrt((x - 230) * (x - 230) + (y - 220) * (y - 220));
    band = minOf(d, e * 1.2) / 9 + 1.2 * sin(x / 17) * sin(y / 23) + 100;
    edge = abs(band - round(band)) < 0.13; // a dark line between two colours
    i = floor(band + 0.5) % 5;
    f = 1 - 0.8 * edge;
    setPixel(x, y, (floor(reds[i] * f) << 16) | (floor(greens[i] * f) << 8) | floor(blues[i] * f));
  }
}
updateDisplay();
saveAs("Tiff", folder + "/waves.tif");
