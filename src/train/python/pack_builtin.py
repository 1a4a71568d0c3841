"""Packs the weights of the built-in network as the HDF5 file that ships with the plugin.

The training leaves an .npz with KEY.w (outputs, inputs, rows, columns) and KEY.b for
each convolution; the file has them in Keras' layout and in half precision. Usage:

    pack_builtin.py WEIGHTS.npz src/main/resources/neuralart/model/builtin.h5

Written for numpy 1.24 and h5py 3.7.
"""

import argparse

import h5py
import numpy as np


def pack(source, target):
    weights = np.load(source)
    layers = sorted({key.rsplit(".", 1)[0] for key in weights.files})
    with h5py.File(target, "w", libver="earliest") as file:
        file.attrs["layer_names"] = np.array([layer.encode() for layer in layers])
        for layer in layers:
            group = file.create_group(layer)
            arrays = {
                "kernel:0": weights[f"{layer}.w"].transpose(2, 3, 1, 0),
                "bias:0": weights[f"{layer}.b"],
            }
            group.attrs["weight_names"] = np.array([name.encode() for name in arrays])
            for name, array in arrays.items():
                group[name] = np.ascontiguousarray(array, np.float16)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", help=".npz of the training")
    parser.add_argument("target", help="HDF5 file to write")
    arguments = parser.parse_args()
    pack(arguments.source, arguments.target)


if __name__ == "__main__":
    main()
