"""Filter visualisation after published recipes, in double precision, as a reference.

keras2016   pixels; the gradient of the mean of a channel by its root mean square plus
            1e-5; the result has the mean 0.5 and the deviation 0.1.
chollet2021 pixels; the mean leaves out a border of two values; the gradient by its L2
            norm; the result has the mean 128 and the deviation 64, less 25 pixels at
            each edge.
lucid       a spectrum, scaled by frequency, and decorrelated colours; Adam; the network
            sees the image through a given affine transform at each step.
maco        the phases of a spectrum with the magnitudes of photographs; Adam; the network
            sees given crops under given noise at each step. See maco.py.

The start is a raw little-endian float32 file: for pixels the network's input in NHWC
order, for lucid the spectrum [2, H, C, W // 2 + 1], for maco the phases without the
first axis. Transforms are given as the six numbers of a 2 x 3 matrix that takes pixels
of the view, from its centre, to those of the image, from its centre; for maco a list of
them at each step. The noise is a float32 file in units of the network's input,
[steps, crops, view, view, C]. Writes the result as float32 RGB 0..255, NHWC, and prints a
line of JSON with the objective before each step.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import maco
import raw_image
from lucent_like import image_of
from networks import NETWORKS

MIDDLE_GREY = 127.5


def divide_by_rms(gradient):
    return gradient / (gradient.square().mean().sqrt() + 1e-5)


def divide_by_l2_norm(gradient):
    return gradient * gradient.square().sum().clamp(min=1e-12).rsqrt()


def show_keras2016(x):
    return (255 * ((x - x.mean()) / (x.std(unbiased=False) + 1e-5) * 0.1 + 0.5)).clamp(0, 255)


def show_chollet2021(x):
    x = ((x - x.mean()) / x.std(unbiased=False) * 64 + 128).clamp(0, 255)
    return x[:, :, 25:-25, 25:-25]


def ascend_pixels(network, response, x, arguments):
    keras = arguments.recipe == "keras2016"
    normalize = divide_by_rms if keras else divide_by_l2_norm
    losses = []
    for _ in range(arguments.iterations):
        x = x.detach().requires_grad_()
        value = response(x)
        losses.append(value.item())
        x = x + arguments.step * normalize(torch.autograd.grad(value, x)[0])
    show = show_keras2016 if keras else show_chollet2021
    return show(network.deprocess(x.detach())), losses


def view(image, surround, matrix, size):
    """Sample a view of [size, size] pixels; around the image lies a plain colour."""
    side = image.shape[2]
    pad = size
    whole = surround.expand(1, image.shape[1], side + 2 * pad, side + 2 * pad).clone()
    whole[:, :, pad:-pad, pad:-pad] = image
    half = (whole.shape[2] - 1) / 2
    y, x = torch.meshgrid(
        *[torch.arange(size, dtype=image.dtype) - (size - 1) / 2] * 2, indexing="ij"
    )
    xx, xy, dx, yx, yy, dy = matrix
    grid = torch.stack([xx * x + xy * y + dx, yx * x + yy * y + dy], -1) / half
    return F.grid_sample(whole, grid[None], align_corners=True)


def ascend_spectrum(network, response, start, arguments):
    size = arguments.size
    shape = (2, size, 3, size // 2 + 1)
    spectrum = torch.tensor(start.reshape(shape), dtype=torch.float64).requires_grad_()
    optimizer = torch.optim.Adam([spectrum], lr=arguments.step)
    grey = network.preprocess(torch.full((1, 3, 1, 1), MIDDLE_GREY, dtype=torch.float64))
    transforms = np.array(json.loads(arguments.transforms))

    def rgb():
        return 255 * image_of(spectrum.permute(2, 1, 3, 0)[None], size)

    losses = []
    for matrix in transforms:
        optimizer.zero_grad()
        value = response(view(network.preprocess(rgb()), grey, matrix, arguments.view))
        losses.append(value.item())
        (-value).backward()
        optimizer.step()
    return rgb().detach(), losses


def ascend_phases(network, response, start, arguments):
    size, view_size = arguments.size, arguments.view
    phases = torch.tensor(start.reshape(size, 3, -1), dtype=torch.float64).requires_grad_()
    optimizer = torch.optim.Adam([phases], lr=arguments.step)
    grey = network.preprocess(torch.full((1, 3, 1, 1), MIDDLE_GREY, dtype=torch.float64))
    magnitude = maco.magnitudes(size)
    transforms = json.loads(arguments.transforms)
    noise = np.fromfile(arguments.noise, "<f4").astype(float)
    noise = torch.from_numpy(noise.reshape(len(transforms), -1, view_size, view_size, 3))
    noise = noise.permute(0, 1, 4, 2, 3)
    attribution = torch.zeros(size, size, dtype=torch.float64)
    losses = []
    for matrices, step_noise in zip(transforms, noise):
        optimizer.zero_grad()
        rgb = 255 * maco.image_of(magnitude, phases.permute(1, 0, 2), size)
        image = network.preprocess(rgb)
        image.retain_grad()
        views = [view(image, grey, matrix, view_size) for matrix in matrices]
        values = [response(v + n[None]) for v, n in zip(views, step_noise)]
        value = sum(values) / len(values)
        losses.append(value.item())
        (-value).backward()
        attribution += image.grad.abs().mean((0, 1))
        optimizer.step()
    rgb = maco.image_of(magnitude, phases.permute(1, 0, 2), size).detach()
    return 255 * maco.shown(rgb, attribution), losses


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", required=True)
    parser.add_argument("--network", choices=NETWORKS, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--layer", required=True)
    parser.add_argument("--channel", type=int, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--size", type=int, required=True, help="side of the start")
    parser.add_argument("--view", type=int, help="side of what the network sees")
    parser.add_argument("--iterations", type=int)
    parser.add_argument("--step", type=float, required=True)
    parser.add_argument("--transforms", help="JSON")
    parser.add_argument("--noise", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    network = NETWORKS[arguments.network](arguments.weights, torch.float64)
    border = 2 if arguments.recipe == "chollet2021" else 0

    def response(x):
        a = network(x, [arguments.layer])[arguments.layer][0, arguments.channel]
        return a[border : a.shape[0] - border, border : a.shape[1] - border].mean()

    if arguments.recipe == "lucid":
        start = np.fromfile(arguments.start, "<f4")
        image, losses = ascend_spectrum(network, response, start, arguments)
    elif arguments.recipe == "maco":
        start = np.fromfile(arguments.start, "<f4")
        image, losses = ascend_phases(network, response, start, arguments)
    else:
        start = raw_image.read(arguments.start, arguments.size, arguments.size)
        image, losses = ascend_pixels(network, response, start.double(), arguments)
    raw_image.write(arguments.output, image)
    print(json.dumps({"losses": losses}))


if __name__ == "__main__":
    main()
