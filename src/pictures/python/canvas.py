"""What all drawn pictures share: noise, colours, paper, files. Images are arrays of rows, columns, RGB in 0..1."""

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

blur = ndimage.gaussian_filter


def grid(size):
    """The x and y of each pixel of a picture of size (width, height)."""
    width, height = size
    return np.meshgrid(np.arange(width, dtype=float), np.arange(height, dtype=float))


def noise(rng, size, scale, octaves=4, gain=0.5):
    """Smooth noise of mean 0 and deviation 1, whose largest features are about scale pixels wide."""
    width, height = size
    total = np.zeros((height, width))
    for octave in range(octaves):
        step = max(1.0, scale / 2**octave)
        rows, columns = int(height / step) + 4, int(width / step) + 4
        coarse = rng.standard_normal((rows, columns))
        y, x = np.mgrid[0:height, 0:width]
        total += gain**octave * ndimage.map_coordinates(coarse, [y / step + 1, x / step + 1], order=3)
    return (total - total.mean()) / total.std()


def smoothstep(low, high, value):
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def color(text):
    """The colour of six hexadecimal digits."""
    return np.array([int(text[i : i + 2], 16) for i in (0, 2, 4)]) / 255


def colors(text):
    return np.array([color(part) for part in text.split()])


def ramp(value, stops):
    """Colours of values in 0..1, blended between evenly spaced stops."""
    at = np.clip(value, 0, 1) * (len(stops) - 1)
    low = np.minimum(at.astype(int), len(stops) - 2)
    part = (at - low)[..., None]
    return stops[low] * (1 - part) + stops[low + 1] * part


def mix(below, above, alpha):
    alpha = alpha[..., None] if np.ndim(alpha) == np.ndim(below) - 1 else alpha
    return below * (1 - alpha) + above * alpha


def jitter(rng, base, hue=0.04, light=0.05):
    """A colour like another: each channel moved by hue, all of them by light."""
    return np.clip(base + rng.normal(0, hue, 3) + rng.normal(0, light), 0, 1)


def light(height, strength=1.0, angle=-2.3):
    """How brightly a relief is lit from an angle, 1 where it is flat."""
    dy, dx = np.gradient(height)
    return 1 + strength * (np.cos(angle) * dx + np.sin(angle) * dy) * -1


def paper(rng, size, grain=0.03):
    """The lightness of rough paper, about 1."""
    fine = noise(rng, size, 3, 2)
    fibres = ndimage.gaussian_filter(rng.standard_normal((size[1], size[0])), (0.6, 3))
    return 1 + grain * (0.7 * fine + 0.4 * fibres / fibres.std())


def shrink(image, factor):
    """Averages blocks of factor by factor pixels, with the crispness of Lanczos' filter."""
    pixels = Image.fromarray((np.clip(image, 0, 1) * 255).astype(np.uint8))
    size = (image.shape[1] // factor, image.shape[0] // factor)
    return np.asarray(pixels.resize(size, Image.LANCZOS)) / 255


def mask(size, draw, factor=1):
    """The anti-aliased shape, 0..1, that draw(ImageDraw) paints with 255; at factor times the size."""
    width, height = size
    shape = Image.new("L", (width * factor, height * factor), 0)
    draw(ImageDraw.Draw(shape))
    return np.asarray(shape.resize(size, Image.BOX)) / 255


def spline(points, n=90):
    """A smooth curve through points (Catmull and Rom)."""
    p = np.array(points, float)
    p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    t = np.linspace(0, len(points) - 1.000001, n)
    i, u = t.astype(int), (t % 1)[:, None]
    a, b, c, d = p[i], p[i + 1], p[i + 2], p[i + 3]
    return 0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u**2 + (3 * b - a - 3 * c + d) * u**3)


def save(image, path, quality=74):
    pixels = Image.fromarray((np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))
    pixels.save(path, quality=quality, optimize=True, progressive=True)
