"""Random crops of the images in a folder, for training."""

import math
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from distillation import read_image, to_tensor

FOLDERS = ("training", "textures", "microscopy")
FORMATS = {".jpg", ".png", ".gif", ".tif", ".pgm"}
HELD_OUT = Path(__file__).with_name("held_out.txt")
LARGEST = 384  # of the shorter side in memory
SMALLEST = 64
NATIVE = 192  # the shorter side at which scales are 1
SCALES = (0.6, 1.33)


def held_out():
    """Name the images that no training sees."""
    return HELD_OUT.read_text().split()


def paths(data):
    """List the images to train on: none held out, no masks, nothing tiny."""
    found = [
        path
        for folder in FOLDERS
        for path in sorted((data / folder).rglob("*"))
        if path.suffix in FORMATS
        and path.name not in set(held_out())
        and path.parent.name != "masks"
        and min(Image.open(path).size) >= SMALLEST
    ]
    if not found:
        raise SystemExit(f"No images in {', '.join(FOLDERS)} of {data}")
    return found


class Crops:
    """Batches of augmented crops; a batch depends only on the seed and its number."""

    def __init__(self, data, side, batch, seed):
        self.images = [read_image(path, LARGEST, enlarge=False) for path in paths(data)]
        self.side = side
        self.batch = batch
        self.seed = seed

    def batch_of(self, number):
        """Give RGB crops [batch, 3, side, side] of 0..255; numbers may be negative."""
        random = np.random.default_rng([self.seed, number % 2**32])
        crops = [self.crop(random) for _ in range(self.batch)]
        return self.recolor(random, to_tensor(self.join(random, crops)))

    def crop(self, random):
        """Cut a scaled, stretched, perhaps flipped or turned square out of an image."""
        image = self.images[random.integers(len(self.images))]
        scale = math.exp(random.uniform(*np.log(SCALES))) * min(image.size) / NATIVE
        stretch = math.exp(random.normal(0, 0.08))
        size = [
            min(self.side * scale * factor, length)
            for factor, length in zip((stretch, 1 / stretch), image.size)
        ]
        left, top = (random.uniform(0, n - s) for n, s in zip(image.size, size))
        box = (left, top, left + size[0], top + size[1])
        crop = np.asarray(image.resize((self.side,) * 2, Image.BILINEAR, box))
        if random.random() < 0.5:
            crop = crop[:, ::-1]
        if random.random() < 0.15:
            crop = np.rot90(crop, random.integers(1, 4))
        return crop

    def join(self, random, crops):
        """Put a part of each crop's neighbour into a quarter of the crops, side by side."""
        joined = [crop.copy() for crop in crops]
        for i in np.flatnonzero(random.random(len(crops)) < 0.25):
            edge = int(random.integers(self.side // 4, 3 * self.side // 4))
            part = np.s_[:, :edge] if random.random() < 0.5 else np.s_[:edge]
            joined[i][part] = crops[i - 1][part]
        return joined

    def recolor(self, random, rgb):
        """Change brightness, contrast, saturation and balance of most crops."""
        n = len(rgb)

        def factors(deviation, channels=1):
            values = np.exp(random.normal(0, deviation, (n, channels, 1, 1)))
            values[random.random(n) < 0.3] = 1
            return torch.from_numpy(values).float()

        mean = rgb.mean((1, 2, 3), keepdim=True)
        rgb = (rgb - mean) * factors(0.2) + mean * factors(0.2)
        grey = rgb.mean(1, keepdim=True)
        rgb = (rgb - grey) * factors(0.3) + grey
        return (rgb * factors(0.06, 3)).clamp(0, 255)
