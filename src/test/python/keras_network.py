"""A network in a file of Keras, architecture and weights, computed by PyTorch in double.

Reads sequential and functional networks as Keras 1, 2 and 3 write them, with networks inside,
following Keras' documentation of each layer; keras_file.py reads the file. As a script, it compares the activations that
a folder holds: image.f32 (the network's input) and LAYER.f32 with "." in place of "/", all
little-endian float32 in NHWC order, and manifest.json with the image's height and width and
the layers. Prints the relative L2 distance of each layer as JSON. Written for PyTorch 1.13.
"""

import argparse
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

import keras_file
import raw_image

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": F.relu,
    "relu6": F.relu6,
    "elu": F.elu,
    "selu": F.selu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "softsign": F.softsign,
    "swish": F.silu,
    "silu": F.silu,
    "gelu": F.gelu,
    "hard_swish": F.hardswish,
    "softmax": lambda x: F.softmax(x, 1),
    "hard_sigmoid": lambda x: (0.2 * x + 0.5).clamp(0, 1),
}


def pair(value, default=1):
    value = default if value is None else value
    return tuple(value) if isinstance(value, (list, tuple)) else (value, value)


def same_padding(size, kernel, stride, dilation):
    """Give the rows or columns before and behind that TensorFlow adds."""
    extent = (kernel - 1) * dilation + 1
    total = max((-(-size // stride) - 1) * stride + extent - size, 0)
    return total // 2, total - total // 2


def sides(x, config, kernel, stride, dilation):
    """Give the padding in the order of F.pad."""
    if config.get("padding", "valid") == "valid":
        return (0, 0, 0, 0)
    top, bottom = same_padding(x.shape[2], kernel[0], stride[0], dilation[0])
    left, right = same_padding(x.shape[3], kernel[1], stride[1], dilation[1])
    return (left, right, top, bottom)


def convolve(x, config, kernel, bias, groups=1):
    """Convolve by a kernel (outputs, inputs, rows, columns)."""
    stride = pair(config.get("strides"))
    dilation = pair(config.get("dilation_rate"))
    x = F.pad(x, sides(x, config, kernel.shape[2:], stride, dilation))
    return F.conv2d(x, kernel, bias, stride, 0, dilation, groups)


def depthwise(x, config, kernel, bias):
    rows, columns, inputs, multiplier = kernel.shape
    kernel = kernel.permute(2, 3, 0, 1).reshape(inputs * multiplier, 1, rows, columns)
    return convolve(x, config, kernel, bias, groups=inputs)


def transposed(x, config, kernel, bias):
    """Take the gradient of the convolution that leads back."""
    stride = pair(config.get("strides"))
    sizes = [
        n * s if config.get("padding") == "same" else (n - 1) * s + k
        for n, s, k in zip(x.shape[2:], stride, kernel.shape[:2])
    ]
    output = torch.zeros(1, kernel.shape[2], *sizes, dtype=x.dtype, requires_grad=True)
    with torch.enable_grad():
        back = convolve(output, config, kernel.permute(3, 2, 0, 1), None)
        result = torch.autograd.grad(back, output, x, create_graph=True)[0]
    return result if bias is None else result + bias.view(1, -1, 1, 1)


def pool(x, config, average):
    kernel = pair(config.get("pool_size"), 2)
    stride = pair(config.get("strides"), kernel)
    padding = sides(x, config, kernel, stride, (1, 1))
    if not average:
        return F.max_pool2d(F.pad(x, padding, value=float("-inf")), kernel, stride)
    ones = F.pad(torch.ones_like(x), padding)
    sums = F.avg_pool2d(F.pad(x, padding), kernel, stride)
    return sums / F.avg_pool2d(ones, kernel, stride)


def normalize(x, config, weights):
    weights = [w.view(1, -1, *[1] * (x.dim() - 2)) for w in weights]
    gamma = weights.pop(0) if config.get("scale", True) else 1
    beta = weights.pop(0) if config.get("center", True) else 0
    mean, variance = weights
    return (x - mean) / torch.sqrt(variance + config["epsilon"]) * gamma + beta


def standardize(x, config, weights):
    mean, variance = (w.view(1, -1, 1, 1) for w in weights[:2])
    return (x - mean) / torch.sqrt(variance).clamp(min=1e-7)


def margins(value):
    rows, columns = value
    (top, bottom), (left, right) = (v if isinstance(v, list) else (v, v) for v in (rows, columns))
    return [left, right, top, bottom]


def dense(x, weights):
    x = x.movedim(1, -1) @ weights[0]
    return (x + weights[1] if len(weights) > 1 else x).movedim(-1, 1)


def upsample(x, config):
    rows, columns = pair(config.get("size"), 2)
    if config.get("interpolation") == "bilinear":
        return F.interpolate(x, scale_factor=(rows, columns), mode="bilinear", align_corners=False)
    return x.repeat_interleave(rows, 2).repeat_interleave(columns, 3)


def pooled(x, config):
    return x.mean((2, 3), keepdim=config.get("keepdims", False))


def flatten(x, config, first):
    """Put the values of a pixel together, unless the channels are first and the layer doesn't know."""
    as_it_is = first and config.get("data_format") != "channels_first"
    return x.flatten(1) if as_it_is else x.movedim(1, -1).flatten(1)


def reshape(x, config):
    return x.flatten(1) if len(config["target_shape"]) == 1 else x.view(1, -1, 1, 1)


def weighted(kind, x, config, weights):
    """Compute a layer with weights."""
    if kind == "Conv2D":
        kernel = weights[0].permute(3, 2, 0, 1)
        return convolve(x, config, kernel, (weights + [None])[1])
    if kind == "DepthwiseConv2D":
        return depthwise(x, config, weights[0], (weights + [None])[1])
    if kind == "SeparableConv2D":
        x = depthwise(x, config, weights[0], None)
        return F.conv2d(x, weights[1].permute(3, 2, 0, 1), (weights + [None])[2])
    if kind == "Conv2DTranspose":
        return transposed(x, config, weights[0], (weights + [None])[1])
    if kind == "BatchNormalization":
        return normalize(x, config, weights)
    if kind == "Normalization":
        return standardize(x, config, weights)
    if kind == "PReLU":
        slope = weights[0]
        order = (0, 1, 2) if config.get("channels_first") else (2, 0, 1)
        return F.relu(x) - (slope.permute(order) if slope.dim() > 1 else slope) * F.relu(-x)
    return dense(x, weights)


UNWEIGHTED = {
    "Dropout": lambda x, c: x,
    "Activation": lambda x, c: x,  # computed with that of the layers with weights
    "ReLU": lambda x, c: torch.where(x < 0, c["negative_slope"] * x, x).clamp(
        max=c["max_value"] or float("inf")
    ),
    "LeakyReLU": lambda x, c: F.leaky_relu(x, c["alpha"]),
    "ELU": lambda x, c: F.elu(x, c["alpha"]),
    "MaxPooling2D": lambda x, c: pool(x, c, False),
    "AveragePooling2D": lambda x, c: pool(x, c, True),
    "GlobalAveragePooling2D": pooled,
    "GlobalMaxPooling2D": lambda x, c: x.amax((2, 3)),
    "Reshape": reshape,
    "ZeroPadding2D": lambda x, c: F.pad(x, margins(c["padding"])),
    "Cropping2D": lambda x, c: F.pad(x, [-m for m in margins(c["cropping"])]),
    "UpSampling2D": upsample,
    "Rescaling": lambda x, c: x * c["scale"] + c["offset"],
}
COMBINING = {
    "Add": lambda xs: sum(xs),
    "Multiply": lambda xs: math.prod(xs),
    "Subtract": lambda xs: xs[0] - xs[1],
    "Average": lambda xs: sum(xs) / len(xs),
    "Maximum": lambda xs: torch.stack(xs).amax(0),
    "Concatenate": lambda xs: torch.cat(xs, 1),
}


def is_reference(value):
    return isinstance(value, list) and value and isinstance(value[0], str)


def operands(call):
    """Name the layers that a call reads, in order, and give its numbers."""
    if isinstance(call, dict):
        if "keras_history" in call.get("config", {}):
            return [call["config"]["keras_history"][0]]
        return operands(call.get("args", []))
    if is_reference(call):
        named = call[3] if len(call) > 3 else {}
        return [call[0]] + (operands(named["y"]) if "y" in named else [])
    return [n for part in call for n in operands(part)] if isinstance(call, list) else [call]


ARITHMETIC = {
    "add": lambda x, y: x + y,
    "multiply": lambda x, y: x * y,
    "subtract": lambda x, y: x - y,
    "truediv": lambda x, y: x / y,
}


class KerasNetwork:
    def __init__(self, path):
        file = keras_file.read(path)
        self.model, self.weights, self.first = file.model, file.weights, file.channels_first

    def run(self, image, layers):
        """Compute layers in their order until all that are asked for are there."""
        self.activations = {}
        self.wanted = set(layers)
        self.run_model(self.model["class_name"], self.model["config"], image, self.weights)
        return self.activations

    def run_model(self, kind, config, image, weights):
        layers = config if isinstance(config, list) else config["layers"]
        values, last = {}, image
        for layer in layers:
            if self.wanted <= self.activations.keys():
                break
            name = layer["config"]["name"]
            if layer["class_name"] == "InputLayer":
                values[name] = last = image
                continue
            if kind == "Sequential":
                inputs = [last]
            else:
                inputs = [values.get(n, n) if isinstance(n, str) else n for n in operands(layer["inbound_nodes"][0])]
            unique = f"{config['name']}/{name}" if name in self.activations else name
            values[name] = last = self.compute(layer, unique, inputs, weights.get(name, []))
        return last

    def compute(self, layer, name, inputs, weights):
        kind, config = layer["class_name"], layer["config"]
        if kind in ("Sequential", "Model", "Functional"):
            return self.run_model(kind, config, inputs[0], weights)
        weights = [torch.from_numpy(array).double() for array in weights]
        if kind == "TFOpLambda" or "ops" in layer.get("module", ""):
            function = config.get("function", kind).split(".")[-1].lower()
            x = ARITHMETIC[function](*inputs)
        elif weights:
            x = weighted(kind, inputs[0], {**config, "channels_first": self.first}, weights)
        elif kind in COMBINING:
            x = COMBINING[kind](inputs)
        elif kind == "Flatten":
            x = flatten(inputs[0], config, self.first)
        else:
            x = UNWEIGHTED[kind](inputs[0], config)
        x = ACTIVATIONS[config.get("activation", "linear")](x)
        self.activations[name] = x
        return x


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("network", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()

    manifest = json.loads((arguments.folder / "manifest.json").read_text())
    size = (manifest["height"], manifest["width"])
    image = raw_image.read(arguments.folder / "image.f32", *size).double()
    with torch.no_grad():
        reference = KerasNetwork(arguments.network).run(image, manifest["layers"])
    errors = {}
    for layer in manifest["layers"]:
        expected = reference[layer].movedim(1, -1).flatten()
        file = arguments.folder / (layer.replace("/", ".") + ".f32")
        actual = raw_image.read(file, 1, 1).flatten().double()
        errors[layer] = ((actual - expected).norm() / expected.norm()).item()
    print(json.dumps(errors))


if __name__ == "__main__":
    main()
