"""DeepDream after published recipes, as a reference.

keras2017   the Keras example deep_dream.py of 2017: the objective is the sum of squares
            inside a border of two pixels by the layer's whole size; the gradient is
            divided by its mean absolute value.
chollet2021 Deep Learning with Python, second edition, 12.2: the objective is the mean
            of squares inside that border; the gradient is divided by its L2 norm.
tensorflow  TensorFlow's tutorial on DeepDream: the objective is the mean of the layer;
            the gradient is divided by its standard deviation; values stay between black
            and white.
own         no published recipe: the objective of keras2017; the gradient is divided by
            its standard deviation; a step leaves 0.5 of the differences between the
            colours, and is shorter in the 0.3 of the range next to black or white.

All run over octaves, smallest first. Chollet's stops after the step whose loss exceeds
the limit, keras2017 before it. The two of François Chollet put the detail lost by
shrinking back after each; TensorFlow's goes beyond the image's size and back at the
end. Here they run on Keras' SqueezeNet v1.1 in PyTorch 1.13 and resize like TensorFlow
2: bilinearly with half-pixel centres and without antialiasing, unless antialiasing is
asked for. The step is in units of
the network's input, BGR 0..255 less the mean; the recipes' own steps are for -1..1, so
multiply them by 127.5.

Random rolls come as a list, so that they can be those of another program. Tiles are
spread evenly and overlap by an eighth or more, over which one gradient fades into the
next.

The input and output are raw little-endian float32 files of RGB 0..255 in NHWC order;
the output isn't clipped. Prints a line of JSON: the objective of the final image, and
the objective that each iteration started from.
"""

import argparse
import json
import math
from pathlib import Path
from typing import Callable, NamedTuple

import torch
import torch.nn.functional as F

import raw_image
from gradients import SMOOTHINGS
from objectives import Objective, value_and_gradient
from squeezenet import SqueezeNet


class Recipe(NamedTuple):
    """A kind of objective, a normalisation of its gradient, and what else differs."""

    kind: str
    normalize: Callable
    reinject: bool = True
    limit: Callable = lambda image, step, black, white: step
    last_step: bool = False


def divide_by_mean_abs(gradient):
    return gradient / gradient.abs().mean().clamp(min=1e-7)


def divide_by_l2_norm(gradient):
    return gradient * gradient.square().sum().clamp(min=1e-12).rsqrt()


def divide_by_deviation(gradient):
    return gradient / (gradient.std(unbiased=False) + 1e-8)


def clip(image, step, black, white):
    """Let a step end between black and white."""
    return torch.minimum(torch.maximum(image + step, black), white) - image


def soften(image, step, black, white):
    """Make steps towards black and white shorter near them."""
    room = torch.where(step > 0, white - image, image - black)
    return step * (room / (0.3 * (white - black))).clamp(0, 1)


def calm(image, step, black, white):
    """Make colours calmer, and soften."""
    mean = step.mean(dim=1, keepdim=True)
    return soften(image, mean + 0.5 * (step - mean), black, white)


RECIPES = {
    "keras2017": Recipe("dream2017", divide_by_mean_abs),
    "chollet2021": Recipe("dream", divide_by_l2_norm, last_step=True),
    "tensorflow": Recipe("mean", divide_by_deviation, reinject=False, limit=clip),
    "own": Recipe("dream2017", divide_by_deviation, limit=calm),
}


def resize(image, size, antialias=False):
    return F.interpolate(
        image, size, mode="bilinear", align_corners=False, antialias=antialias
    )


def octave_sizes(height, width, octaves, above, scale):
    """Give the sizes of all octaves, smallest first."""

    def size(side, exponent):
        factor = scale ** abs(exponent)
        return int(side / factor if exponent < 0 else side * factor)

    exponents = range(above + 1 - octaves, above + 1)
    return [(size(height, i), size(width, i)) for i in exponents]


def tile_axis(size, tile):
    """Give the starts of tiles and the weights of their values, [tiles, tile]."""
    step = tile - tile // 8
    count = 1 + -(-(size - tile) // step)
    starts = [
        math.floor(i * (size - tile) / max(count - 1, 1) + 0.5) for i in range(count)
    ]
    position = torch.arange(tile, dtype=torch.float64)
    ramp = torch.minimum(position, tile - 1 - position) + 0.5
    ramp = (ramp * 8 / tile).clamp(max=1)
    sums = torch.zeros(size, dtype=torch.float64)
    for start in starts:
        sums[start : start + tile] += ramp
    return starts, [ramp / sums[start : start + tile] for start in starts]


def in_tiles(evaluate, tile):
    """Make a function that evaluates an image tile by tile."""

    def evaluate_tiles(image):
        height, width = (min(tile, size) for size in image.shape[2:])
        rows = tile_axis(image.shape[2], height)
        columns = tile_axis(image.shape[3], width)
        losses, gradient = [], torch.zeros_like(image)
        for y, weights_y in zip(*rows):
            for x, weights_x in zip(*columns):
                window = (..., slice(y, y + height), slice(x, x + width))
                loss, part = evaluate(image[window])
                losses.append(loss)
                gradient[window] += part * weights_y[:, None] * weights_x
        return sum(losses) / len(losses), gradient / len(losses)

    return evaluate_tiles


def rolled(evaluate, rolls):
    """Make a function that rolls the image before it is evaluated."""

    def evaluate_rolled(image):
        if not rolls:
            return evaluate(image)
        shift = rolls.pop(0)
        loss, gradient = evaluate(image.roll(shift, (2, 3)))
        return loss, gradient.roll([-s for s in shift], (2, 3))

    return evaluate_rolled


class Ascent(NamedTuple):
    """A climb at one size; stops where the objective exceeds max_loss."""

    evaluate: Callable
    smooth: Callable
    normalize: Callable
    limit: Callable
    last_step: bool
    step: float
    max_loss: float

    def run(self, image, mask, iterations):
        losses = []
        for i in range(iterations):
            loss, gradient = self.evaluate(image)
            losses.append(loss)
            stop = self.max_loss is not None and loss > self.max_loss
            if stop and not self.last_step:
                break
            gradient = self.smooth(gradient, (i + 1) / iterations)
            step = self.limit(image, self.step * self.normalize(gradient))
            image = image + mask * step
            if stop:
                break
        return image, losses


def less_variation(evaluate, weight, unit):
    """Subtract the mean absolute difference of neighbours, in units."""

    def evaluate_smoothness(image):
        loss, gradient = evaluate(image)
        leaf = image.detach().requires_grad_()
        down = (leaf[:, :, 1:] - leaf[:, :, :-1]).abs().sum()
        right = (leaf[:, :, :, 1:] - leaf[:, :, :, :-1]).abs().sum()
        variation = weight * (down + right) / unit / leaf.numel()
        slope = torch.autograd.grad(variation, leaf)[0]
        return loss - variation.item(), gradient - slope

    return evaluate_smoothness


def fit(change, value, black, white):
    """Let what a dream changes not lead beyond black and white."""
    way = torch.where(change > 0, white - value, value - black).clamp(min=0)
    compressed = way * (1 - way / (4 * change.abs().clamp(min=1e-9)))
    return torch.where(change.abs() <= way / 2, change, change.sign() * compressed)


def dream(original, mask, ascent, sizes, iterations, reinject, antialias):
    """Run the ascent over all octaves."""
    losses = []
    image = resize(original, sizes[0], antialias)
    shrunk_original = image
    for size, steps in zip(sizes, iterations):
        image = resize(image, size, antialias)
        image, octave_losses = ascent.run(image, resize(mask, size), steps)
        losses += octave_losses
        if reinject:
            original_here = resize(original, size, antialias)
            change = image - resize(shrunk_original, size, antialias)
            image = original_here + reinject(change, original_here)
            shrunk_original = original_here
    image = resize(image, original.shape[2:], antialias)
    return original + mask * (image - original), losses


def parse_layers(text):
    """Parse "layer=weight, layer:channel+channel=weight, ..."."""
    layers = []
    for part in text.split(","):
        place, weight = part.strip().split("=")
        layer, _, channels = place.partition(":")
        numbers = tuple(int(c) for c in channels.split("+")) if channels else ()
        layers.append((layer, numbers, float(weight)))
    return layers


def guide_features(network, guide, layers):
    """Give the guide's activations, zero where a layer's other channels are."""
    activations = network(guide, [layer for layer, _, _ in layers])
    features = []
    for layer, channels, _ in layers:
        chosen = torch.zeros(activations[layer].shape[1], dtype=guide.dtype)
        chosen[list(channels) if channels else slice(None)] = 1
        features.append(activations[layer] * chosen[:, None, None])
    return features


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipe", choices=RECIPES, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--layers", type=parse_layers, required=True)
    parser.add_argument("--octaves", type=int, default=3)
    parser.add_argument("--octaves-above", type=int, default=0)
    parser.add_argument("--octave-scale", type=float, default=1.4)
    parser.add_argument(
        "--iterations", type=json.loads, required=True, help="in all octaves or [in each]"
    )
    parser.add_argument(
        "--carried-over", action="store_true", help="the recipe as on other networks"
    )
    parser.add_argument("--antialias", action="store_true")
    parser.add_argument(
        "--variation", type=float, default=0, help="weight by the loss at the start"
    )
    parser.add_argument("--max-gain", type=float, help="limit by the loss at the start")
    parser.add_argument("--step", type=float, required=True)
    parser.add_argument("--max-loss", type=float)
    parser.add_argument("--tile", type=int, help="side of the tiles, if any")
    parser.add_argument("--rolls", type=json.loads, default=[], help="[[down, right]]")
    parser.add_argument("--smoothing", choices=SMOOTHINGS, default="none")
    parser.add_argument("--guide", type=Path, help="image as large as the input")
    parser.add_argument("--mask", type=Path, help="one channel, 0..1")
    parser.add_argument("--input", type=Path, required=True)
    parser.add_argument("--height", type=int, required=True)
    parser.add_argument("--width", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--dtype", choices=("double", "float"), default="double")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    recipe = RECIPES[arguments.recipe]
    if arguments.carried_over and recipe.limit is not calm:
        recipe = recipe._replace(limit=soften)
    dtype = {"double": torch.float64, "float": torch.float32}[arguments.dtype]
    network = SqueezeNet(arguments.weights, dtype)
    height, width = arguments.height, arguments.width

    def read(path):
        return raw_image.read(path, height, width).to(dtype)

    guides = [None] * len(arguments.layers)
    if arguments.guide:
        guide = network.preprocess(read(arguments.guide))
        guides = guide_features(network, guide, arguments.layers)
    objectives = [
        Objective(layer, recipe.kind, weight, channels, guide)
        for (layer, channels, weight), guide in zip(arguments.layers, guides)
    ]

    def evaluate(image):
        return value_and_gradient(network, objectives, image)

    sizes = octave_sizes(
        height,
        width,
        arguments.octaves,
        arguments.octaves_above,
        arguments.octave_scale,
    )
    original = network.preprocess(read(arguments.input))
    start = evaluate(resize(original, sizes[0], arguments.antialias))[0]
    max_loss = arguments.max_loss
    if arguments.max_gain:
        max_loss = arguments.max_gain * start
    smoothed = evaluate
    if arguments.variation:
        smoothed = less_variation(evaluate, arguments.variation * start, 255)
    whole = in_tiles(smoothed, arguments.tile) if arguments.tile else smoothed
    black, white = (
        network.preprocess(torch.full((1, 3, 1, 1), v, dtype=dtype)) for v in (0, 255)
    )
    ascent = Ascent(
        rolled(whole, arguments.rolls),
        SMOOTHINGS[arguments.smoothing],
        recipe.normalize,
        lambda image, step: recipe.limit(image, step, black, white),
        recipe.last_step,
        arguments.step,
        max_loss,
    )

    def fit_detail(change, value):
        soft = recipe.limit in (soften, calm)
        return fit(change, value, black, white) if soft else change

    iterations = arguments.iterations
    if isinstance(iterations, int):
        iterations = [iterations] * len(sizes)
    mask = torch.ones(1, 1, height, width, dtype=dtype)
    image, losses = dream(
        original,
        read(arguments.mask) if arguments.mask else mask,
        ascent,
        sizes,
        iterations,
        fit_detail if recipe.reinject else None,
        arguments.antialias,
    )
    raw_image.write(arguments.output, network.deprocess(image))
    print(json.dumps({"objective": evaluate(image)[0], "losses": losses}))


if __name__ == "__main__":
    main()
