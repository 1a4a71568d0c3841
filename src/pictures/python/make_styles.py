"""Draws the built-in styles: python3 make_styles.py FOLDER [NAME ...]"""

import sys
import zlib
from pathlib import Path

import numpy as np
import grown
import inked
import marbled
import painted
import panes
import stitched
import washed
import woodcut
from canvas import save

STYLES = {style.__name__: style for style in (painted.swirl, painted.dusk, painted.dots, panes.glass, panes.mosaic, marbled.marble, woodcut.wave, inked.ink,
                                             inked.hatching, washed.watercolor, stitched.embroidery, grown.coral)}


def main(folder, names):
    for name in names or STYLES:
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        save(STYLES[name](rng), Path(folder) / f"{name}.jpg")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
