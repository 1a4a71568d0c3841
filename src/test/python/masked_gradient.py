"""Compares a float32 gradient with PyTorch's in double precision.

A ReLU or a max pooling near a tie may decide differently in float32 and in double
precision, and then two right gradients differ by much more than rounding. So the
gradient of reference is that of the double-precision network on the ReLU masks and the
pooling maxima which the float32 forward pass chose. The activations are compared with
the plain double-precision network.

The directory holds manifest.json with the image's height and width, the objectives
(layer, kind, weight), their float32 value and the layers whose activations are there,
and raw files of little-endian float32 in NHWC order: image.f32 (the network's input),
gradient.f32 and LAYER.f32 with "." in place of "/". The layers must include all ReLUs
and all inputs of max poolings that lead to an objective:

squeezenet   relu_conv1, fireN/relu_*, fireN/concat before a pooling
vgg16/vgg19  blockN_convM
inceptionv3  activation_N, mixed2 before mixed3 and mixed7 before mixed8
resnet50     *_relu, *_out, pool1_pad
xception     *_act, *_bn before poolings

Other layers are compared if they are there. Prints one line of JSON. The reference is
PyTorch 1.13.
"""

import argparse
import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

import raw_image
from networks import NETWORKS
from objectives import Objective, value_and_gradient


def masked(network_class):
    """Derive a network that takes the decisions of given activations."""

    class MaskedNetwork(network_class):
        """The network on the ReLU masks and pooling maxima of given activations.

        Counts in `flips` how many of these it would have decided differently.
        """

        def __init__(self, weights, activations, dtype):
            super().__init__(weights, dtype)
            self.activations = activations
            self.flips = 0

        def relu(self, name, x):
            mask = self.deciding(name) > 0
            self.flips += (mask != (x > 0)).sum().item()
            return x * mask

        def max_pool(self, input_name, x):
            maxima = self.maxima(self.deciding(input_name))
            pooled = self.padded(x).flatten(2).gather(2, maxima.flatten(2)).view(maxima.shape)
            self.flips += ((maxima != self.maxima(x)) & (pooled != 0)).sum().item()
            return pooled

        def maxima(self, x):
            return F.max_pool2d(
                self.padded(x), self.pool_size, stride=2, return_indices=True
            )[1]

        def deciding(self, layer):
            if layer not in self.activations:
                sys.exit(
                    f"The manifest's layers lack {layer}, which leads to an objective "
                    "and is a ReLU or the input of a max pooling."
                )
            return self.activations[layer]

    return MaskedNetwork


def relative_l2(ours, reference):
    return ((ours - reference).norm() / reference.norm()).item()


def relative_max(ours, reference):
    return ((ours - reference).abs().max() / reference.abs().max()).item()


def compare(directory, weights, network_class):
    manifest = json.loads((directory / "manifest.json").read_text())
    height, width = manifest["height"], manifest["width"]
    objectives = [Objective(**entry) for entry in manifest["objectives"]]
    layers = manifest["layers"]

    image = raw_image.read(directory / "image.f32", height, width).double()
    gradient = raw_image.read(directory / "gradient.f32", height, width)

    with torch.no_grad():
        plain = network_class(weights, torch.float64)(image, layers)
    ours = {
        layer: raw_image.read(
            directory / f"{layer.replace('/', '.')}.f32", *plain[layer].shape[2:]
        )
        for layer in layers
    }

    network = masked(network_class)(weights, ours, torch.float64)
    value, reference = value_and_gradient(network, objectives, image)
    return {
        "gradient_relative_l2": relative_l2(gradient, reference),
        "gradient_relative_max": relative_max(gradient, reference),
        "value_relative": abs(manifest["value"] - value) / abs(value),
        "flips": network.flips,
        "activation_relative_l2": {
            layer: relative_l2(ours[layer], plain[layer]) for layer in layers
        },
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("weights", type=Path, help="Keras HDF5 weights")
    parser.add_argument("--network", choices=NETWORKS, default="squeezenet")
    arguments = parser.parse_args()
    network_class = NETWORKS[arguments.network]
    result = compare(arguments.directory, arguments.weights, network_class)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
