"""Draws the images of the documentation: python3 make_images.py FOLDER [NAME ...]"""

import sys
import zlib
from pathlib import Path

import electrons
import fluorescence
import histology
import numpy as np
import outdoors
from canvas import save

IMAGES = {
    image.__name__: image for image in (fluorescence.cells, histology.tissue, electrons.membranes, outdoors.landscape)
}


def main(folder, names):
    for name in names or IMAGES:
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        save(IMAGES[name](rng), Path(folder) / f"{name}.jpg", 84)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
