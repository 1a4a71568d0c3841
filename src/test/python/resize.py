"""Resizes an image with PyTorch's anti-aliased interpolation, as PIL does it."""

import argparse
import json
from pathlib import Path

import torch.nn.functional as F

import raw_image


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=("bilinear", "bicubic"))
    parser.add_argument("input", type=Path)
    parser.add_argument("sizes", type=int, nargs=4, help="rows, columns, new ones")
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    height, width, *size = arguments.sizes
    image = raw_image.read(arguments.input, height, width).double()
    resized = F.interpolate(image, size, mode=arguments.mode, antialias=True)
    raw_image.write(arguments.output, resized)
    print(json.dumps(list(resized.shape)))


if __name__ == "__main__":
    main()
