"""Compares the loss and the gradient of style transfer recipes with PyTorch's.

The recipes are written down here once more, in double precision, on Keras' SqueezeNet
or VGG19. As in masked_gradient.py the reference takes the ReLU masks and pooling maxima
of the float32 forward pass. The targets come from the plain double-precision network,
but if the image is the content itself, its target has the same masks: it is the same.

chollet      Deep Learning with Python, second edition, 12.3; Vision Systems 9.3
neural-style jcjohnson/neural-style and neural-style-pt
tensorflow   TensorFlow's tutorial of neural style transfer
crowsonkb    style-transfer-pytorch of 2021, with the total variation of 2023; its image
             is 0..1 and its network's input divided by a deviation of about 0.226, so
             here activations are divided by 0.226 times the range of the input; the
             first convolution sees the edge of the image repeated where it pads, and
             means in place of the poolings' maxima are doubled
relative     this project's own: squared distances by those of the target from zero,
             with one of the mean and covariance of colours, and squares of values out of range

The directory holds manifest.json with recipe, averages (in place of maxima), height, width, style_height, style_width,
content_layer, style_layers, layers, what the terms are multiplied by on this network
(content_factor, style_factors), the weights of the options and the float32 value, and raw files of float32 NHWC:
image.f32, gradient.f32, LAYER.f32 of each of the layers that decide masks and maxima,
and the pictures content.f32 and style.f32 as the network takes them. Prints a line of
JSON.
"""

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as F

import raw_image
from masked_gradient import masked, relative_l2
from network import INPUT
from networks import NETWORKS
from preprocessing import MEAN_BGR

RANGE = 255
COLOR_SHARE = 0.2
DEVIATION = 0.226 * RANGE


def gram(activation):
    features = activation[0].flatten(1)
    return features @ features.T


def squares(x):
    return x.square().sum()


def scaled(difference):
    return squares(difference) / (difference.abs().sum() + 1e-8)


def chollet(image, content, style, factors):
    size = image.shape[2] * image.shape[3]
    now, target = content
    loss = factors.content * 2.5e-8 * squares(now - target)
    for factor, (now, target) in zip(factors.style, style):
        distance = factor * squares(gram(target) - gram(now))
        loss = loss + 1e-6 / len(style) * distance / (4 * 3**2 * size**2)
    down = (image[:, :, :-1, :-1] - image[:, :, 1:, :-1]).square()
    right = (image[:, :, :-1, :-1] - image[:, :, :-1, 1:]).square()
    return loss + 1e-6 * (down + right).pow(1.25).sum()


def absolute_variation(image):
    down = (image[:, :, 1:] - image[:, :, :-1]).abs().sum()
    right = (image[:, :, :, 1:] - image[:, :, :, :-1]).abs().sum()
    return down + right


def neural_style(image, content, style, factors):
    loss = factors.weights[0] * factors.content * F.mse_loss(*content)
    for factor, (now, target) in zip(factors.style, style):
        grams = (gram(now) / now.numel(), gram(target) / target.numel())
        loss = loss + 100 * factor * F.mse_loss(*grams)
    return loss + 1e-3 * absolute_variation(image)


def tensorflow(image, content, style, factors):
    loss = 1e4 * factors.content * F.mse_loss(*content)
    for factor, (now, target) in zip(factors.style, style):
        grams = (gram(now) / pixels(now), gram(target) / pixels(target))
        loss = loss + 1e-2 / len(style) * factor * F.mse_loss(*grams)
    return loss + factors.weights[2] * absolute_variation(image / RANGE)


def nine_points(image):
    x = F.pad(image / RANGE, (1, 1, 1, 1), "replicate")
    inner, on, before, after = slice(1, -1), slice(2, None), slice(None, -1), slice(1, None)
    right = (x[..., inner, on] - x[..., inner, inner]).square().mean() / 3
    down = (x[..., on, inner] - x[..., inner, inner]).square().mean() / 3
    falling = (x[..., after, after] - x[..., before, before]).square().mean() / 12
    rising = (x[..., after, before] - x[..., before, after]).square().mean() / 12
    return 2 * (right + down + falling + rising)


def pixels(activation):
    return activation.shape[2] * activation.shape[3]


def crowsonkb(image, content, style, factors):
    weights = torch.tensor([256, 64, 16, 4, 1]).double()
    now, target = content
    loss = 0.015 * factors.content * scaled((now - target) / DEVIATION)
    for weight, factor, (now, target) in zip(weights / weights.sum(), factors.style, style):
        now, target = now / DEVIATION, target / DEVIATION
        difference = gram(now) / pixels(now) - gram(target) / pixels(target)
        loss = loss + weight * factor * scaled(difference)
    return loss + 2 * nine_points(image)


def moments(color):
    """Means of all products of two of the three colours and 1."""
    return gram(torch.cat([color, torch.ones_like(color[:, :1])], 1)) / pixels(color)


def from_black(image):
    """Scale to 0..1 from black to white."""
    return (image + image.new_tensor(MEAN_BGR).view(1, 3, 1, 1)) / RANGE


def relative(image, content, style, style_image, weights):
    content_weight, style_weight, variation_weight = weights
    now, target = content
    loss = content_weight * squares(now - target) / squares(target)
    for now, target in style:
        now, target = gram(now) / pixels(now), gram(target) / pixels(target)
        distance = squares(now - target) / squares(target)
        loss = loss + style_weight / len(style) * distance
    color, style_color = from_black(image), from_black(style_image)
    center = style_color.mean((0, 2, 3), keepdim=True)
    covariance = gram(style_color - center) / pixels(style_color)
    values, vectors = torch.linalg.eigh(covariance + 0.02**2 * torch.eye(3))
    whitening = vectors @ torch.diag(values.rsqrt()) @ vectors.T
    white = torch.einsum("ij,bjhw->bihw", whitening, color - center)
    distance = squares(moments(white) - torch.eye(4)) / 4
    excess = color - color.detach().clamp(0, 1)
    loss = loss + COLOR_SHARE * style_weight * distance + 100 * excess.square().mean()
    return loss + variation_weight * nine_points(image)


RECIPES = {
    "chollet": chollet,
    "neural-style": neural_style,
    "tensorflow": tensorflow,
    "crowsonkb": crowsonkb,
}


class Factors(NamedTuple):
    """What terms are multiplied by on this network, and the options' weights, the last carried."""

    content: float
    style: list
    weights: list


def with_edges(network, repeated):
    """Let convolutions that pad the image repeat its edge, if wanted."""
    for name, layer in network.graph.items():
        convolution = network.weighted[name] if name in network.weighted else None
        if repeated and layer.inputs == (INPUT,) and convolution.padding == "same":
            convolution.padding_mode = "replicate"
    return network


def averaging(network_class, factor):
    """Derive a network with multiples of means in place of the poolings' maxima."""

    class AveragingNetwork(network_class):
        def max_pool(self, input_name, x):
            return factor * F.avg_pool2d(x, self.pool_size, stride=2)

    return AveragingNetwork


def read(directory, name, height, width):
    return raw_image.read(directory / f"{name}.f32", height, width).double()


def compare(directory, weights, network_class):
    manifest = json.loads((directory / "manifest.json").read_text())
    height, width = manifest["height"], manifest["width"]
    content_layer, style_layers = manifest["content_layer"], manifest["style_layers"]
    image = read(directory, "image", height, width)
    gradient = read(directory, "gradient", height, width)
    content = read(directory, "content", height, width)
    style = read(directory, "style", manifest["style_height"], manifest["style_width"])

    edges = manifest["recipe"] == "crowsonkb"
    masked_class = masked(network_class)
    if manifest["averages"]:
        factor = 2 if manifest["recipe"] == "crowsonkb" else 1
        network_class = averaging(network_class, factor)
        masked_class = averaging(masked_class, factor)
    plain = with_edges(network_class(weights, torch.float64), edges)
    with torch.no_grad():
        content_target = plain(content, [content_layer])[content_layer]
        style_targets = plain(style, style_layers)
        shapes = {
            layer: activation.shape[2:]
            for layer, activation in plain(image, manifest["layers"]).items()
        }
    ours = {
        layer: raw_image.read(directory / f"{layer.replace('/', '.')}.f32", *shape)
        for layer, shape in shapes.items()
    }
    network = with_edges(masked_class(weights, ours, torch.float64), edges)
    image.requires_grad_()
    activations = network(image, [content_layer, *style_layers])
    if torch.equal(image, content):
        content_target = activations[content_layer].detach()
    content_pair = (activations[content_layer], content_target)
    style_pairs = [(activations[layer], style_targets[layer]) for layer in style_layers]
    if manifest["recipe"] == "relative":
        loss = relative(image, content_pair, style_pairs, style, manifest["weights"])
    else:
        factors = Factors(
            manifest["content_factor"], manifest["style_factors"], manifest["weights"]
        )
        loss = RECIPES[manifest["recipe"]](image, content_pair, style_pairs, factors)
    loss.backward()
    return {
        "value": loss.item(),
        "value_relative": abs(manifest["value"] - loss.item()) / abs(loss.item()),
        "gradient_relative_l2": relative_l2(gradient, image.grad),
        "flips": network.flips,
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
    print(json.dumps(compare(arguments.directory, arguments.weights, network_class)))


if __name__ == "__main__":
    main()
