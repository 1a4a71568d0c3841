"""Draws the built-in styles: python3 make_styles.py FOLDER [NAME ...]"""

import sys
import zlib
from pathlib import Path

import grown
import inked
import marbled
import numpy as np
import painted
import panes
import stitched
import washed
import woodcut
from canvas import save

DRAWN = (
    grown.coral,
    inked.hatching,
    inked.ink,
    marbled.marble,
    painted.dots,
    painted.dusk,
    painted.swirl,
    panes.glass,
    panes.mosaic,
    stitched.embroidery,
    washed.watercolor,
    woodcut.wave,
)
STYLES = {style.__name__: style for style in DRAWN}


def main(folder, names):
    for name in names or STYLES:
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        save(STYLES[name](rng), Path(folder) / f"{name}.jpg")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
