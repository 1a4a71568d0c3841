"""Writes a network with random weights in the HDF5 format of a version of Keras.

The functional network has most kinds of layers that take images, branches, and a
sequential network inside; the sequential one ends in dense layers. Prints the path as
JSON. Written for h5py 3.7, from Keras' documentation: it needs no Keras.
"""

import argparse
import json
import math
from pathlib import Path

import h5py
import numpy as np

SIDE = 33


class Writer:
    """Collects layers and their weights."""

    def __init__(self, keras3, seed):
        self.keras3 = keras3
        self.random = np.random.default_rng(seed)
        self.layers = []
        self.weights = {}

    def input(self, channels):
        key = "batch_shape" if self.keras3 else "batch_input_shape"
        shape = [None, SIDE, SIDE, channels]
        return self.layer("InputLayer", "image", [], {key: shape})

    def layer(self, kind, name, inputs, config, weights=()):
        config = {"name": name, "trainable": True, **config}
        self.layers.append(
            {
                "class_name": kind,
                "config": config,
                "name": name,
                "inbound_nodes": self.calls(inputs),
            }
        )
        self.weights[name] = [
            (key if "/" in key else f"{name}/{key}", array) for key, array in weights
        ]
        return name

    def calls(self, inputs):
        if not inputs:
            return []
        if not self.keras3:
            return [[[name, 0, 0, {}] for name in inputs]]
        tensors = [
            {"class_name": "__keras_tensor__", "config": {"keras_history": [name, 0, 0]}}
            for name in inputs
        ]
        args = tensors if len(tensors) == 1 else [tensors]
        return [{"args": args, "kwargs": {}}]

    def normal(self, *shape):
        """Draw an array whose products with an activation keep its scale."""
        inputs = math.prod(shape[:-1]) or 1
        return self.random.normal(0, math.sqrt(2 / inputs), shape).astype("<f4")

    def around(self, mean, n):
        return self.random.normal(mean, 0.2, n).astype("<f4")

    def conv(self, name, x, rows, columns, inputs, outputs, **config):
        kernel = ("kernel:0", self.normal(rows, columns, inputs, outputs))
        bias = [("bias:0", self.around(0.1, outputs))] if config.get("use_bias", True) else []
        config = {"filters": outputs, "kernel_size": [rows, columns], **config}
        return self.layer("Conv2D", name, [x], config, [kernel, *bias])

    def norm(self, name, x, n, scale=True, center=True):
        arrays = []
        if scale:
            arrays.append(("gamma:0", self.around(1, n)))
        if center:
            arrays.append(("beta:0", self.around(0, n)))
        arrays.append(("moving_mean:0", self.around(0, n)))
        arrays.append(("moving_variance:0", np.abs(self.around(1, n)) + np.float32(0.1)))
        axis = 3 if self.keras3 else [3]
        config = {"epsilon": 0.001, "axis": axis, "scale": scale, "center": center}
        return self.layer("BatchNormalization", name, [x], config, arrays)

    def save(self, path, kind, config):
        model = {"class_name": kind, "config": config}
        with h5py.File(path, "w") as file:
            file.attrs["model_config"] = json.dumps(model)
            file.attrs["keras_version"] = "3.1.0" if self.keras3 else "2.6.0"
            root = file.create_group("model_weights")
            root.attrs["layer_names"] = [name.encode() for name in self.weights]
            for layer, weights in sorted(self.weights.items()):  # a/b is inside of a
                group = root.create_group(layer)
                names = [name for name, _ in weights]
                group.attrs["weight_names"] = [name.encode() for name in names]
                for name, array in weights:
                    group[name] = array


def inner(keras3):
    """Make a sequential network to put inside another."""
    writer = Writer(keras3, seed=2)
    writer.conv("inner_conv", "", 3, 3, 8, 8, padding="same", activation="tanh")
    writer.layer("Dropout", "inner_dropout", [""], {"rate": 0.2})
    writer.conv("inner_conv_1", "", 1, 3, 8, 8, padding="same", activation="linear")
    for layer in writer.layers:
        del layer["inbound_nodes"], layer["name"]
    weights = [pair for pairs in writer.weights.values() for pair in pairs]
    return {"name": "inner", "layers": writer.layers}, weights


def functional(keras3):
    w = Writer(keras3, seed=1)
    x = w.layer("Rescaling", "scaled", [w.input(3)], {"scale": 2.0, "offset": -0.5})
    x = w.conv("conv", x, 3, 3, 3, 8, strides=[2, 2], padding="same", use_bias=False)
    x = w.norm("norm", x, 8)
    slope = {"negative_slope": 0.2} if keras3 else {"alpha": 0.2}
    x = w.layer("LeakyReLU", "leaky", [x], {**slope, "alpha": 0.2})
    a = w.conv("dilated", x, 3, 2, 8, 8, padding="same", dilation_rate=[2, 2], activation="elu")
    b = w.layer(
        "DepthwiseConv2D",
        "depthwise",
        [x],
        {"kernel_size": [3, 3], "depth_multiplier": 1, "padding": "same", "activation": "relu"},
        [("depthwise_kernel:0", w.normal(3, 3, 8, 1)), ("bias:0", w.around(0, 8))],
    )
    config, weights = inner(keras3)
    c = w.layer("Sequential", "inner", [x], config, weights)
    x = w.layer("Average", "average", [a, b, c], {})
    d = w.layer("AveragePooling2D", "mean", [x], {"pool_size": [3, 3], "strides": [1, 1], "padding": "same"})
    x = w.layer("Concatenate", "joined", [x, d], {"axis": -1})
    x = w.norm("norm_1", x, 16, scale=False)
    x = w.layer("PReLU", "prelu", [x], {"shared_axes": [1, 2]}, [("alpha:0", w.around(0.3, (1, 1, 16)))])
    x = w.layer("ZeroPadding2D", "padded", [x], {"padding": [[1, 0], [2, 1]]})
    x = w.layer("MaxPooling2D", "pool", [x], {"pool_size": [3, 3], "strides": [2, 2], "padding": "same"})
    x = w.layer(
        "SeparableConv2D",
        "separable",
        [x],
        {"filters": 12, "kernel_size": [3, 3], "depth_multiplier": 2, "activation": "sigmoid"},
        [
            ("depthwise_kernel:0", w.normal(3, 3, 16, 2)),
            ("pointwise_kernel:0", w.normal(1, 1, 32, 12)),
            ("bias:0", w.around(0, 12)),
        ],
    )
    x = w.layer(
        "Conv2DTranspose",
        "transposed",
        [x],
        {"filters": 6, "kernel_size": [3, 3], "strides": [2, 2], "padding": "same", "activation": "linear", "output_padding": None},
        [("kernel:0", w.normal(3, 3, 6, 12)), ("bias:0", w.around(0, 6))],
    )
    x = w.layer("ReLU", "clipped", [x], {"max_value": 1.0, "negative_slope": 0.1, "threshold": 0.0})
    x = w.layer("UpSampling2D", "larger", [x], {"size": [2, 3], "interpolation": "nearest"})
    x = w.layer("Cropping2D", "cropped", [x], {"cropping": [[1, 2], [0, 3]]})
    y = w.layer("Dense", "by_pixel", [x], {"units": 6, "activation": "softplus"}, [("kernel:0", w.normal(6, 6)), ("bias:0", w.around(0, 6))])
    x = w.layer("Multiply", "product", [x, y], {})
    x = w.layer("GlobalAveragePooling2D", "mean_of_all", [x], {})
    x = w.layer("Dense", "classes", [x], {"units": 4, "activation": "softmax", "use_bias": False}, [("kernel:0", w.normal(6, 4))])
    ends = ["image", 0, 0], [x, 0, 0]
    if not keras3:
        ends = [ends[0]], [ends[1]]
    kind = "Functional" if keras3 else "Model"
    return w, kind, {"name": "net", "layers": w.layers, "input_layers": ends[0], "output_layers": ends[1]}


def sequential(keras3):
    w = Writer(keras3, seed=3)
    w.input(1)
    w.conv("conv", "", 3, 3, 1, 6, activation="hard_sigmoid" if not keras3 else "sigmoid")
    w.layer("MaxPooling2D", "pool", [""], {"pool_size": [2, 2], "strides": None, "padding": "valid"})
    w.layer("Flatten", "flat", [""], {})
    w.layer("Dense", "hidden", [""], {"units": 5, "activation": "relu"}, [("kernel:0", w.normal(15 * 15 * 6, 5)), ("bias:0", w.around(0.3, 5))])
    w.norm("norm", "", 5)
    w.layers[-1]["config"]["axis"] = -1
    w.layer("Dense", "classes", [""], {"units": 3, "activation": "softmax"}, [("kernel:0", w.normal(5, 3)), ("bias:0", w.around(0, 3))])
    return w, "Sequential", {"name": "net", "layers": w.layers}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kind", choices=("functional", "sequential"), required=True)
    parser.add_argument("--keras", type=int, choices=(2, 3), required=True)
    parser.add_argument("--output", type=Path, required=True, help="a file")
    arguments = parser.parse_args()

    make = {"functional": functional, "sequential": sequential}[arguments.kind]
    writer, kind, config = make(arguments.keras == 3)
    writer.save(arguments.output, kind, config)
    print(json.dumps(str(arguments.output)))


if __name__ == "__main__":
    main()
