"""Averages the magnitudes of photographs' spectra, which MACO holds an image to.

Each photograph is shrunk to a square of 192 pixels. Its colours are turned into what
the sigmoid and the matrix of decorrelated colours make colours of. The magnitude of a
frequency is multiplied by that frequency, in cycles a pixel and at least one cycle an
image, and by 4, so that it has the units of the program's spectra and hardly falls.

Writes big-endian float32 values, [3, 33, 33]: by channel, vertical and horizontal
frequency, without their signs, from 0 to half a cycle a pixel; each is the mean of the
frequencies around it. The mean colour counts as the lowest frequencies do, and the
highest ones, where photographs have artefacts of JPEG, as those below them.

Run in this folder:

  python3 natural_spectrum.py DATA ../../main/resources/neuralart/art/filter/photographs.f32
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from crops import paths

SIDE = 192
STEP = 3  # frequencies between those that are kept
DARKEST = 0.02

COLOR_ROOT = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])


def square(path):
    """Read the middle of a photograph."""
    image = Image.open(path).convert("RGB")
    side = min(image.size)
    left, top = [(length - side) / 2 for length in image.size]
    box = (left, top, left + side, top + side)
    return np.asarray(image.resize((SIDE, SIDE), Image.LANCZOS, box), float) / 255


def channels(rgb):
    """Give the independent, unbounded channels of colours."""
    matrix = COLOR_ROOT / np.linalg.norm(COLOR_ROOT, axis=0).max()
    rgb = rgb.clip(DARKEST, 1 - DARKEST)
    return np.log(rgb / (1 - rgb)) @ np.linalg.inv(matrix).T


def periodic(image):
    """Take away what jumps at the edges, whose spectrum is a cross (L. Moisan, 2011)."""
    jumps = np.zeros_like(image)
    for axis in range(2):
        edges = np.moveaxis(image, axis, 0)
        rows = np.moveaxis(jumps, axis, 0)
        rows[0] += edges[-1] - edges[0]
        rows[-1] += edges[0] - edges[-1]
    cosines = np.cos(2 * np.pi * np.arange(SIDE) / SIDE)
    laplacian = 2 * (cosines[:, None] + cosines) - 4
    laplacian[0, 0] = 1
    smooth = np.fft.fft2(jumps, axes=(0, 1)) / laplacian[..., None]
    smooth[0, 0] = 0
    return image - np.fft.ifft2(smooth, axes=(0, 1)).real


def magnitude(image):
    """Give the scaled magnitudes of a spectrum, both signs of a frequency as one."""
    spectrum = np.abs(np.fft.fft2(image, axes=(0, 1), norm="ortho"))
    frequency = np.abs(np.fft.fftfreq(SIDE))
    scale = np.maximum(np.hypot(frequency[:, None], frequency), 1 / SIDE)
    spectrum = 4 * scale[..., None] * spectrum
    half = np.arange(SIDE // 2 + 1)
    both = (spectrum[half] + spectrum[-half]) / 2
    return (both[:, half] + both[:, -half]) / 2


def thin(mean):
    """Keep every third frequency of [N, N, channels], smoothed."""
    mean[0, 0] = (mean[0, 1] + mean[1, 0]) / 2
    mean[-1], mean[:, -1] = mean[-2], mean[:, -2]
    for axis in range(2):
        padded = np.pad(np.moveaxis(mean, axis, 0), [(1, 1), (0, 0), (0, 0)], "edge")
        smooth = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
        mean = np.moveaxis(smooth[::STEP], 0, axis)
    return mean


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    photographs = [p for p in paths(arguments.data) if "training" in p.parts]
    mean = np.mean([magnitude(periodic(channels(square(p)))) for p in photographs], axis=0)
    thin(mean).transpose(2, 0, 1).astype(">f4").tofile(arguments.output)


if __name__ == "__main__":
    main()
