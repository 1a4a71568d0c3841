"""What DeepDreams do to a gradient [1, C, H, W] before a step."""

import torch
import torch.nn.functional as F

LEVELS = 4


def gaussian(sigma, dtype):
    """Give a kernel of 9 x 9."""
    x = torch.arange(-4, 5, dtype=dtype)
    line = torch.exp(-((x / sigma) ** 2) / 2)
    kernel = line[:, None] * line[None]
    return kernel / kernel.sum()


def filter_channels(image, kernel):
    """Apply one kernel to each channel, without padding."""
    channels = image.shape[1]
    weight = kernel.expand(channels, 1, *kernel.shape)
    return F.conv2d(image, weight, groups=channels)


def blur(gradient, progress):
    """Average three Gaussian blurs that widen with the progress, 0..1.

    The cascade of pytorch-deepdream (A. Gordić).
    """
    sigma = 0.5 + 2 * progress
    padded = F.pad(gradient, [4] * 4, mode="reflect")
    blurs = [
        filter_channels(padded, gaussian(multiple * sigma, gradient.dtype))
        for multiple in (0.5, 1, 2)
    ]
    return sum(blurs) / 3


def binomial(channels, dtype):
    line = torch.tensor([1, 4, 6, 4, 1], dtype=dtype) / 16
    return (line[:, None] * line[None]).expand(channels, 1, 5, 5)


def same_padding(size):
    """Give TensorFlow's padding before and after, for 5 taps and a stride of 2."""
    total = max((-(-size // 2) - 1) * 2 + 5 - size, 0)
    return total // 2, total - total // 2


def halve(image):
    height, width = (same_padding(size) for size in image.shape[2:])
    channels = image.shape[1]
    kernel = binomial(channels, image.dtype)
    return F.conv2d(F.pad(image, [*width, *height]), kernel, stride=2, groups=channels)


def enlarge(image, size):
    """Apply the transpose of halve, times 4."""
    channels = image.shape[1]
    kernel = 4 * binomial(channels, image.dtype)
    full = F.conv_transpose2d(image, kernel, stride=2, groups=channels)
    (top, _), (left, _) = (same_padding(s) for s in size)
    full = F.pad(full, [0, 2, 0, 2])
    return full[:, :, top : top + size[0], left : left + size[1]]


def normalize_rms(image):
    return image / image.square().mean().sqrt().clamp(min=1e-10)


def laplacian(gradient, progress):
    """Normalise the levels of the pyramid (lap_normalize of the first notebook)."""
    levels = []
    for _ in range(LEVELS):
        low = halve(gradient)
        levels.append(gradient - enlarge(low, gradient.shape[2:]))
        gradient = low
    image = normalize_rms(gradient)
    for level in reversed(levels):
        image = enlarge(image, level.shape[2:]) + normalize_rms(level)
    return image


SMOOTHINGS = {"none": lambda gradient, progress: gradient, "blur": blur}
SMOOTHINGS["laplacian"] = laplacian
