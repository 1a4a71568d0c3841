"""Writes random weights in the layout of Keras' official files.

Kernels are He-scaled, the first one for the network's range of inputs, and moving
statistics come from noise images, so that the activations of all layers are of order
one. As in files that Keras writes, the layers are sorted by their depth below the
output, which for InceptionV3 isn't the order of their creation. The file has its
official name; the last line printed is its path as JSON.
"""

import argparse
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

import keras_weights
from keras_weights import ScaledBatchNorm, SeparableConvolution
from network import INPUT
from networks import NETWORKS

FILES = {
    "squeezenet_top": "squeezenet_weights_tf_dim_ordering_tf_kernels.h5",
    "vgg16": "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
    "vgg19": "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5",
    "inceptionv3": "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5",
    "resnet50": "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5",
    "resnet50_top": "resnet50_weights_tf_dim_ordering_tf_kernels.h5",
    "xception": "xception_weights_tf_dim_ordering_tf_kernels_notop.h5",
}
BIAS_DEVIATION = 0.1
BETA_DEVIATION = 0.3
BETA_MEAN = 1.0  # with less, every layer amplifies small differences and so rounding
NOISE_SIZE = 171
NOISE_GRIDS = (1, 3, 6, 12, 24, 48, 96, 171)


def noise_images(count):
    """Make RGB images of 0..255 with various shares of coarse and fine grain."""
    grains = [
        torch.rand(count, 1, 1, 1)
        * F.interpolate(torch.randn(count, 3, grid, grid), NOISE_SIZE, mode="bilinear")
        for grid in NOISE_GRIDS
    ]
    contrast = 80 * torch.rand(count, 1, 1, 1)
    return (127.5 + contrast * sum(grains)).clamp(0, 255)


def fill_randomly(network):
    """Draw the weights and measure the moving statistics."""
    images = network.preprocess(noise_images(count=16))
    input_scale = images.square().mean().sqrt()
    for module in network.weighted.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            inputs = module.weight[0].numel()
            nn.init.normal_(module.weight, std=math.sqrt(2 / inputs))
            if module.bias is not None:
                nn.init.normal_(module.bias, std=BIAS_DEVIATION)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.bias, mean=BETA_MEAN, std=BETA_DEVIATION)
    first = next(iter(network.weighted.values()))
    first.weight /= input_scale
    if any(isinstance(m, nn.BatchNorm2d) for m in network.weighted.values()):
        measure_statistics(network, images)


def measure_statistics(network, images):
    """Set the moving mean and variance of all batch normalisations."""
    network.train()
    for module in network.weighted.values():
        if isinstance(module, nn.BatchNorm2d):
            module.momentum = 1.0
    network(images, [last_layer(network)])


def last_layer(network):
    return next(reversed(network.graph))


def sorted_by_depth(network):
    """Sort all layers as Keras 2 does.

    The longest path to the output decides; layers at the same depth stand in the order
    in which a depth-first walk from the output meets them.
    """
    inputs = {name: layer.inputs for name, layer in network.graph.items()}
    inputs[INPUT] = ()
    met = {}

    def walk(name):
        if name not in met:
            met[name] = len(met)
            for input_name in inputs[name]:
                walk(input_name)

    walk(last_layer(network))
    depths = dict.fromkeys(inputs, 0)
    for name in reversed(network.graph):
        for input_name in inputs[name]:
            depths[input_name] = max(depths[input_name], depths[name] + 1)
    return sorted(inputs, key=lambda name: (-depths[name], met[name]))


def keras1_names(layer, _):
    return [f"{layer}_W_1:0", f"{layer}_b_1:0"]


def keras2_names(layer, module):
    if isinstance(module, (nn.Conv2d, nn.Linear)):
        return [f"{layer}/{name}:0" for name in ("kernel", "bias")[: 1 + (module.bias is not None)]]
    if isinstance(module, SeparableConvolution):
        return [f"{layer}/depthwise_kernel:0", f"{layer}/pointwise_kernel:0"]
    names = ["beta", "moving_mean", "moving_variance"]
    if isinstance(module, ScaledBatchNorm):
        names.insert(0, "gamma")
    return [f"{layer}/{name}:0" for name in names]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--network", choices=FILES, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True, help="a directory")
    parser.add_argument("--trunk", type=Path, help="weights of all layers but the last")
    arguments = parser.parse_args()

    torch.manual_seed(arguments.seed)
    network = NETWORKS[arguments.network]()
    with torch.no_grad():
        fill_randomly(network)
        if arguments.trunk is not None:
            *trunk, _ = network.weighted
            modules = {name: network.weighted[name] for name in trunk}
            keras_weights.load(arguments.trunk, modules)
    is_keras1 = arguments.network.startswith(("vgg", "squeezenet"))
    names = keras1_names if is_keras1 else keras2_names
    arguments.output.mkdir(parents=True, exist_ok=True)
    path = arguments.output / FILES[arguments.network]
    keras_weights.save(path, sorted_by_depth(network), network.weighted, names)
    print(json.dumps(str(path)))


if __name__ == "__main__":
    main()
