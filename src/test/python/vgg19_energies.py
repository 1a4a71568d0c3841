"""Estimates what the terms of the published style losses are on VGG19.

A recipe's weights are made for VGG19. On another network each term is scaled by its energy
on VGG19 by its energy there, both for one reference picture that is drawn by a formula
(neuralart.art.style.CarriedWeights draws the same). The energy is the term's value with a
target of zeros and the weight 1. This prints VGG19's, for blocks 1 to 5: of the content
at a block's second convolution where a recipe takes it there (blocks 4 and 5), else at its
first one, and of the style at its first.

VGG19's weights aren't needed. An encoder of its shape (Wang et al. 2020, Collaborative
Distillation, encoder_relu5_1.npz) gives the activations of the first convolutions of a
VGG19 whose mean activations are 1. Their real scale follows from the losses that
neural-style's documentation prints for its first iteration, which are those of the
targets: style 30021, 700350, 153033, 12404635 and 657, and content 2091179.

That documentation's style picture isn't at hand: the scale is taken from the means over
the pictures that are given. Block 5's second convolution is taken to be as strong as its
first. Estimates of this kind are off by a factor of about two.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

SIDE = 192
GRATINGS = 48
CHANNELS = (64, 128, 256, 512, 512)
STYLE_LOSSES = (30021.292114, 700349.560547, 153033.203125, 12404635.156250, 656.860304)
CONTENT_LOSS = 2091178.593750
DEVIATION = 0.226 * 255
MEAN_RGB = (123.68, 116.779, 103.939)


def reference():
    """Draw the reference picture, RGB of 0..255."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(float)
    channels = []
    for c in range(3):
        wave = np.zeros((SIDE, SIDE))
        for k in range(GRATINGS):
            frequency = 2 * math.pi / SIDE * 2 ** (1 + 5 * k / GRATINGS)
            angle = 2.399963 * k
            phase = 0.7 * k * k + 0.2 * c
            across = math.cos(angle) * x + math.sin(angle) * y
            wave += np.cos(frequency * across + phase)
        channels.append(127.5 + 90 * np.tanh(0.15 * wave))
    return torch.from_numpy(np.stack(channels)[None]).float()


def read(path, side):
    image = Image.open(path).convert("RGB")
    scale = side / max(image.size)
    size = (round(image.width * scale), round(image.height * scale))
    pixels = np.array(image.resize(size, Image.BICUBIC))
    return torch.from_numpy(pixels).float().permute(2, 0, 1)[None]


def encode(weights, image):
    """Give the activations of the first convolutions, with a mean of about 1."""
    x = image.flip(1) - torch.tensor(MEAN_RGB).flip(0).view(1, 3, 1, 1)
    firsts = []
    for block, count in enumerate((2, 2, 4, 4, 1), 1):
        for i in range(1, count + 1):
            name = f"conv{block}{i}"
            x = F.pad(x, (1, 1, 1, 1), "reflect")
            x = F.relu(F.conv2d(x, weights[f"{name}.weight"], weights[f"{name}.bias"]))
            if i == 1:
                aux = weights[f"{name}_aux.weight"], weights[f"{name}_aux.bias"]
                firsts.append(F.relu(F.conv2d(x, *aux)))
        x = F.max_pool2d(x, 2)
    return firsts


def gram(activation):
    features = activation[0].flatten(1)
    return features @ features.T / features.shape[1]


def scales(weights, pictures):
    """Give what the activations of each block are to be multiplied by."""
    found = []
    for block, loss in enumerate(STYLE_LOSSES):
        squares = loss / 100 * CHANNELS[block] ** 4
        own = [gram(encode(weights, p)[block]).square().sum().item() for p in pictures]
        found.append((squares / np.exp(np.mean(np.log(own)))) ** 0.25)
    return found


def energies(weights, factors, tubingen):
    image = reference()
    pixels = image.shape[2] * image.shape[3]
    # neural-style's content is block 4's second convolution of this very picture
    first = encode(weights, tubingen)[3] * factors[3]
    second = math.sqrt(CONTENT_LOSS / 5 / first.square().mean().item())
    rows = {name: ([], []) for name in ("CHOLLET", "NEURAL_STYLE", "SCALED", "TENSORFLOW")}
    for block, activation in enumerate(encode(weights, image)):
        a = activation * factors[block]
        c = a * second if block == 3 else a
        g = gram(a)
        count = a.shape[2] * a.shape[3]
        content = {
            "CHOLLET": c.square().sum(),
            "NEURAL_STYLE": c.square().mean(),
            "SCALED": c.square().sum() / c.abs().sum() / DEVIATION,
            "TENSORFLOW": c.square().mean(),
        }
        style = {
            "CHOLLET": (g * count).square().sum() / (4 * 9 * pixels**2),
            "NEURAL_STYLE": (g / a.shape[1]).square().mean(),
            "SCALED": g.square().sum() / g.abs().sum() / DEVIATION**2,
            "TENSORFLOW": g.square().mean(),
        }
        for name, row in rows.items():
            row[0].append(content[name].item())
            row[1].append(style[name].item())
    return rows


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path, help="encoder_relu5_1.npz")
    parser.add_argument("tubingen", type=Path, help="the content of neural-style's examples")
    parser.add_argument("pictures", type=Path, nargs="+", help="paintings")
    arguments = parser.parse_args()
    weights = {k: torch.from_numpy(v) for k, v in np.load(arguments.encoder).items()}
    with torch.no_grad():
        factors = scales(weights, [read(path, 512) for path in arguments.pictures])
        print("scales", ", ".join(f"{factor:.1f}" for factor in factors))
        tubingen = read(arguments.tubingen, 512)
        for name, row in energies(weights, factors, tubingen).items():
            for kind, values in zip(("content", "style"), row):
                print(name, kind, ", ".join(f"{value:.3g}" for value in values))


if __name__ == "__main__":
    main()
