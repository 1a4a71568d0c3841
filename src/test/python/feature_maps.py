"""Computes the activation of one layer in double precision, as a reference.

The input is a raw little-endian float32 file of RGB 0..255 in NHWC order, the output
one of the activation. Prints a line of JSON with its size. The reference is PyTorch 1.13.
"""

import argparse
import json
from pathlib import Path

import torch

import raw_image
from networks import NETWORKS


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--network", choices=NETWORKS, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="Keras HDF5 weights")
    parser.add_argument("--layer", required=True)
    parser.add_argument("--input", type=Path, required=True)
    parser.add_argument("--height", type=int, required=True)
    parser.add_argument("--width", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()

    network = NETWORKS[arguments.network](arguments.weights, torch.float64)
    rgb = raw_image.read(arguments.input, arguments.height, arguments.width).double()
    with torch.no_grad():
        maps = network(network.preprocess(rgb), [arguments.layer])[arguments.layer]
    raw_image.write(arguments.output, maps.float())
    print(json.dumps({"size": list(maps.shape)}))


if __name__ == "__main__":
    main()
