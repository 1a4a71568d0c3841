"""Copies a Keras file of weights with the layers that Keras has named numbered anew.

conv2d_1, conv2d_2, .. begin at another number, as in a session that has built other
networks before; with 0, they become conv2d, conv2d_1, .. as in newer versions. Prints
the path as JSON.
"""

import argparse
import json
import re
from pathlib import Path

import h5py

from keras_weights import read_names, write_names


def renumber(name, first):
    match = re.fullmatch(r"(conv2d|batch_normalization|activation)_(\d+)", name)
    if not match:
        return name
    number = int(match[2]) - 1 + first
    return f"{match[1]}_{number}" if number else match[1]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--first", type=int, required=True, help="number of the first")
    parser.add_argument("--without", help="leave this layer out, by its old name")
    arguments = parser.parse_args()

    with h5py.File(arguments.source, "r") as source, h5py.File(
        arguments.target, "w"
    ) as target:
        layers = read_names(source, "layer_names")
        layers = [layer for layer in layers if layer != arguments.without]
        names = [renumber(layer, arguments.first) for layer in layers]
        write_names(target, "layer_names", names)
        for layer, name in zip(layers, names):
            source.copy(layer, target, name)
            datasets = read_names(source[layer], "weight_names")
            write_names(target[name], "weight_names", datasets)
    print(json.dumps(str(arguments.target)))


if __name__ == "__main__":
    main()
