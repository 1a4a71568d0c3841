"""Filter visualisation as the library lucent does it, as a loop in PyTorch.

The image is the sigmoid of decorrelated colours of a spectrum, scaled by frequency. At
each step it is padded by 12 pixels of middle grey, shifted by up to 7 pixels, resized
by 0.9 to 1.1, rotated by up to 10 degrees and shifted by up to 3; each of the last
three leaves black where nothing is. Adam with a step of 0.05 maximises the mean of one
channel; in the first 16 steps a ReLU that blocks the whole gradient passes on what
raises its input.

Writes each image as a raw little-endian float32 file of RGB 0..255, NHWC, named
LAYER_CHANNEL.f32 with the slashes of the layer's name as dashes. Prints a line of JSON:
the seconds of a step.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import raw_image
from networks import NETWORKS

COLOR_ROOT = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
WAKING_STEPS = 16


class RedirectedReLU(torch.autograd.Function):
    """A ReLU whose gradient, where it is zero everywhere, still raises its input."""

    @staticmethod
    def forward(context, x):
        context.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(context, gradient):
        (x,) = context.saved_tensors
        plain = gradient * (x >= 0)
        if plain.norm() > 0:
            return plain
        return gradient * ~((x < 0) & (gradient > 0))


def color_matrix(dtype):
    largest = np.linalg.norm(COLOR_ROOT, axis=0).max()
    return torch.tensor(COLOR_ROOT / largest, dtype=dtype)


def frequency_scale(size, dtype):
    vertical = np.fft.fftfreq(size)[:, None]
    horizontal = np.fft.rfftfreq(size)[None]
    frequency = np.sqrt(vertical**2 + horizontal**2)
    return torch.tensor(1 / np.maximum(frequency, 1 / size), dtype=dtype)


def image_of(spectrum, size):
    """Give the image, RGB in 0..1, of a spectrum [1, 3, H, W // 2 + 1, 2]."""
    scaled = frequency_scale(size, spectrum.dtype)[..., None] * spectrum
    pixels = torch.fft.irfftn(
        torch.view_as_complex(scaled.contiguous()), s=(size, size), norm="ortho"
    )
    colors = torch.einsum("ci,bihw->bchw", color_matrix(spectrum.dtype), pixels / 4)
    return torch.sigmoid(colors)


def warp(image, matrix):
    """Sample an image at a matrix [2, 3] times pixel coordinates from its centre."""
    height, width = image.shape[2:]
    half = torch.tensor([(width - 1) / 2, (height - 1) / 2], dtype=image.dtype)
    scaled = matrix.clone()
    scaled[:, :2] = matrix[:, :2] * half[None] / half[:, None]
    scaled[:, 2] = matrix[:, 2] / half
    grid = F.affine_grid(scaled[None], image.shape, align_corners=True)
    return F.grid_sample(image, grid, align_corners=True)


def shift(image, limit, random):
    x, y = random.randint(limit), random.randint(limit)
    return warp(image, torch.tensor([[1.0, 0, -x], [0, 1, -y]], dtype=image.dtype))


def rotate(image, degrees):
    angle = np.deg2rad(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    return warp(image, torch.tensor([[cos, sin, 0], [-sin, cos, 0]], dtype=image.dtype))


def resize(image, scale):
    size = [int(np.ceil(scale * side)) for side in image.shape[2:]]
    resized = F.interpolate(image, size, mode="bilinear", align_corners=True)
    pad = [max(0, int(np.ceil((a - b) / 2))) for a, b in zip(image.shape[2:], size)]
    return F.pad(resized, [pad[1], pad[1], pad[0], pad[0]])


def transform(image, random):
    image = F.pad(image, [12] * 4, value=0.5)
    image = shift(image, 8, random)
    image = resize(image, 1 + (random.randint(11) - 5) / 50)
    image = rotate(image, random.choice(list(range(-10, 11)) + 5 * [0]))
    return shift(image, 4, random)


def visualize(network, layer, channel, size, steps, seed):
    """Give the image of a channel, RGB in 0..1, and the seconds of a step."""
    random = np.random.RandomState(seed)
    start = 0.01 * random.randn(1, 3, size, size // 2 + 1, 2)
    spectrum = torch.tensor(start, dtype=torch.float32).requires_grad_()
    optimizer = torch.optim.Adam([spectrum], lr=0.05)
    begin = time.perf_counter()
    for step in range(steps):
        network.redirecting = step < WAKING_STEPS
        optimizer.zero_grad()
        image = transform(image_of(spectrum, size), random)
        activation = network(network.preprocess(255 * image), [layer])[layer]
        (-activation[:, channel].mean()).backward()
        optimizer.step()
    seconds = (time.perf_counter() - begin) / steps
    return image_of(spectrum, size).detach(), seconds


def load(name, weights):
    """Load a network whose ReLUs redirect their gradient where told to."""

    class Redirecting(NETWORKS[name]):
        redirecting = False

        def relu(self, layer, x):
            return RedirectedReLU.apply(x) if self.redirecting else F.relu(x)

    return Redirecting(weights, torch.float32)


def file_name(layer, channel):
    return f"{layer.replace('/', '-')}_{channel}.f32"


def parse_filters(text):
    """Read LAYER:1,2,3 entries separated by blanks."""
    for entry in text.split():
        layer, channels = entry.split(":")
        for channel in channels.split(","):
            yield layer, int(channel)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=NETWORKS, default="squeezenet")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--filters", required=True, help="as in 'conv1:1,2 conv2:7'")
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--steps", type=int, default=512)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True, help="a folder")
    arguments = parser.parse_args()
    network = load(arguments.network, arguments.weights)
    arguments.output.mkdir(parents=True, exist_ok=True)
    seconds = []
    for layer, channel in parse_filters(arguments.filters):
        image, step = visualize(
            network, layer, channel, arguments.size, arguments.steps, arguments.seed
        )
        raw_image.write(arguments.output / file_name(layer, channel), 255 * image)
        seconds.append(step)
    print(json.dumps({"seconds": seconds, "median": float(np.median(seconds))}))


if __name__ == "__main__":
    main()
