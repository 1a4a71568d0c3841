"""DeepDream after the two recipes of François Chollet, as a reference.

keras2017   the Keras example deep_dream.py of 2017: the objective is the sum of squares
            inside a border of two pixels by the layer's whole size; the gradient is
            divided by its mean absolute value.
chollet2021 Deep Learning with Python, second edition, 12.2: the objective is the mean
            of squares inside that border; the gradient is divided by its L2 norm.

Both run over octaves, smallest first, and put the detail lost by shrinking back after
each. Here they run on Keras' SqueezeNet v1.1 in PyTorch 1.13 and resize like TensorFlow
2: bilinearly with half-pixel centres and without antialiasing. The step is in units of
the network's input, BGR 0..255 less the mean; the recipes' own steps are for -1..1, so
multiply them by 127.5.

The input and output are raw little-endian float32 files of RGB 0..255 in NHWC order;
the output isn't clipped. Prints a line of JSON: the objective of the final image, and
the objective that each iteration started from.
"""

import argparse
import json
from pathlib import Path
from typing import Callable, NamedTuple

import torch
import torch.nn.functional as F

import raw_image
from objectives import Objective, value_and_gradient
from squeezenet import SqueezeNet


class Recipe(NamedTuple):
    """A kind of objective and a normalisation of its gradient."""

    kind: str
    normalize: Callable


def divide_by_mean_abs(gradient):
    return gradient / gradient.abs().mean().clamp(min=1e-7)


def divide_by_l2_norm(gradient):
    return gradient * gradient.square().sum().clamp(min=1e-12).rsqrt()


RECIPES = {
    "keras2017": Recipe("dream2017", divide_by_mean_abs),
    "chollet2021": Recipe("dream", divide_by_l2_norm),
}


def resize(image, size):
    return F.interpolate(
        image, size, mode="bilinear", align_corners=False, antialias=False
    )


def octave_sizes(height, width, octaves, scale):
    """Give the sizes of all octaves, smallest first."""
    return [
        (int(height / scale**i), int(width / scale**i))
        for i in reversed(range(octaves))
    ]


def ascend(image, evaluate, normalize, iterations, step, max_loss):
    """Climb by normalised gradients; stop where the objective exceeds max_loss."""
    losses = []
    for _ in range(iterations):
        loss, gradient = evaluate(image)
        losses.append(loss)
        if max_loss is not None and loss > max_loss:
            break
        image = image + step * normalize(gradient)
    return image, losses


def dream(original, evaluate, normalize, sizes, iterations, step, max_loss):
    """Run the ascent over all octaves, restoring lost detail after each."""
    losses = []
    image = original
    shrunk_original = resize(original, sizes[0])
    for size in sizes:
        image = resize(image, size)
        image, octave_losses = ascend(
            image, evaluate, normalize, iterations, step, max_loss
        )
        losses += octave_losses
        original_here = resize(original, size)
        image = image + original_here - resize(shrunk_original, size)
        shrunk_original = original_here
    return image, losses


def parse_layers(text):
    """Parse "layer=weight, layer=weight, ..."."""
    pairs = (part.split("=") for part in text.split(","))
    return {layer.strip(): float(weight) for layer, weight in pairs}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipe", choices=RECIPES, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--layers", type=parse_layers, required=True)
    parser.add_argument("--octaves", type=int, default=3)
    parser.add_argument("--octave-scale", type=float, default=1.4)
    parser.add_argument("--iterations", type=int, required=True)
    parser.add_argument("--step", type=float, required=True)
    parser.add_argument("--max-loss", type=float)
    parser.add_argument("--input", type=Path, required=True)
    parser.add_argument("--height", type=int, required=True)
    parser.add_argument("--width", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--dtype", choices=("double", "float"), default="double")
    arguments = parser.parse_args()

    recipe = RECIPES[arguments.recipe]
    dtype = {"double": torch.float64, "float": torch.float32}[arguments.dtype]
    network = SqueezeNet(arguments.weights, dtype)
    objectives = [
        Objective(layer, recipe.kind, weight)
        for layer, weight in arguments.layers.items()
    ]

    def evaluate(image):
        return value_and_gradient(network, objectives, image)

    height, width = arguments.height, arguments.width
    image, losses = dream(
        network.preprocess(raw_image.read(arguments.input, height, width).to(dtype)),
        evaluate,
        recipe.normalize,
        octave_sizes(height, width, arguments.octaves, arguments.octave_scale),
        arguments.iterations,
        arguments.step,
        arguments.max_loss,
    )
    raw_image.write(arguments.output, network.deprocess(image))
    print(json.dumps({"objective": evaluate(image)[0], "losses": losses}))


if __name__ == "__main__":
    main()
