"""Filter visualisation by MACO, as a loop in PyTorch (T. Fel et al. 2023).

The image is the sigmoid of decorrelated colours of a spectrum whose magnitudes are the
mean of photographs' and whose phases are free. At each step the network sees some square
crops around the middle, with normal noise; Adam maximises the mean of one channel. The
absolute gradients of the image, summed over all steps, say what matters; the rest is
shown as light grey.

Writes each image as a raw little-endian float32 file of RGB 0..255, NHWC, named
LAYER_CHANNEL.f32 with the slashes of the layer's name as dashes. Prints a line of JSON:
for each filter the mean of its channel for the finished image, shrunk to the side that
the network sees, without grey.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import raw_image
from lucent_like import color_matrix, file_name, frequency_scale, parse_filters
from networks import NETWORKS

TABLE = Path(__file__).parents[2] / "main/resources/neuralart/art/filter/photographs.f32"
GREY = 224 / 255
CELLS = 24
VIEW = 0.75


def magnitudes(size, dtype=torch.float64):
    """Interpolate the stored magnitudes: [3, H, W // 2 + 1], as irfft2 takes them."""
    table = torch.from_numpy(np.fromfile(TABLE, ">f4").astype(float).reshape(1, 3, 33, 33))
    vertical = torch.from_numpy(np.abs(np.fft.fftfreq(size)))
    horizontal = torch.from_numpy(np.fft.rfftfreq(size))
    grid = torch.stack(
        [
            horizontal[None].expand(size, -1),
            vertical[:, None].expand(-1, size // 2 + 1),
        ],
        -1,
    )
    values = F.grid_sample(table, 4 * grid[None] - 1, align_corners=True)[0]
    return (values * frequency_scale(size, torch.float64) / 4).to(dtype)


def image_of(magnitude, phase, size):
    """Give the image, RGB in 0..1, of phases [3, H, W // 2 + 1]."""
    pixels = torch.fft.irfft2(torch.polar(magnitude, phase), s=(size, size), norm="ortho")
    colors = torch.einsum("ci,ihw->chw", color_matrix(pixels.dtype), pixels)
    return torch.sigmoid(colors)[None]


def shown(image, attribution):
    """Hide what matters little."""
    size = attribution.shape[-1]
    cells = [min(CELLS, size)] * 2
    smooth = F.interpolate(attribution[None, None], cells, mode="bilinear", antialias=True)
    smooth = F.interpolate(smooth, [size, size], mode="bicubic", antialias=True)
    ordered = smooth.flatten().sort().values
    low, high = [ordered[int(share * len(ordered))] for share in (0.05, 0.9)]
    opacity = ((smooth - low) / (high - low)).clamp(0, 1)
    return GREY + opacity * (image - GREY)


def crop(image, side, x, y, view):
    """Sample a crop; its centre is given from the middle, all as shares of the image."""
    matrix = torch.tensor([[side, 0, 2 * x], [0, side, 2 * y]], dtype=image.dtype)
    grid = F.affine_grid(matrix[None], (1, 3, view, view), align_corners=False)
    return F.grid_sample(image, grid, padding_mode="border", align_corners=False)


def visualize(network, layer, channel, arguments):
    """Give the image of a channel as it is and as it is shown, and its mean response."""
    random = np.random.RandomState(arguments.seed)
    torch.manual_seed(arguments.seed)
    size = arguments.size
    view = int(np.ceil(VIEW * size))
    magnitude = magnitudes(size, torch.float32)
    phase = (2 * np.pi * torch.rand(magnitude.shape)).requires_grad_()
    optimizer = torch.optim.Adam([phase], lr=arguments.step)
    attribution = torch.zeros(size, size)

    def response(views):
        activation = network(network.preprocess(255 * views), [layer])[layer]
        return activation[:, channel].mean()

    for _ in range(arguments.steps):
        optimizer.zero_grad()
        image = image_of(magnitude, phase, size)
        image.retain_grad()
        views = []
        for _ in range(arguments.crops):
            side = np.clip(0.6 + 0.15 * random.randn(), 0.3, 1)
            room = (1 - side) / 2
            x, y = np.clip(0.15 * random.randn(2), -room, room)
            views.append(crop(image, side, x, y, view))
        views = torch.cat(views)
        (-response(views + 0.08 * torch.randn(views.shape))).backward()
        attribution += image.grad.abs().mean((0, 1))
        optimizer.step()
    with torch.no_grad():
        image = image_of(magnitude, phase, size)
        return image, shown(image, attribution), response(crop(image, 1, 0, 0, view)).item()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=NETWORKS, default="squeezenet")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--filters", required=True, help="as in 'conv1:1,2 conv2:7'")
    parser.add_argument("--size", type=int, default=192)
    parser.add_argument("--steps", type=int, default=64)
    parser.add_argument("--crops", type=int, default=3)
    parser.add_argument("--step", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True, help="a folder")
    arguments = parser.parse_args()
    network = NETWORKS[arguments.network](arguments.weights, torch.float32)
    arguments.output.mkdir(parents=True, exist_ok=True)
    means = {}
    begin = time.perf_counter()
    for layer, channel in parse_filters(arguments.filters):
        _, image, mean = visualize(network, layer, channel, arguments)
        raw_image.write(arguments.output / file_name(layer, channel), 255 * image)
        means[f"{layer} filter {channel}"] = mean
    seconds = (time.perf_counter() - begin) / len(means)
    print(json.dumps({"means": means, "seconds": seconds}))


if __name__ == "__main__":
    main()
