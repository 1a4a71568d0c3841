"""What the training of the built-in network and its evaluation have in common.

Images are RGB of 0..255, NCHW. The student and both teachers map them to feature maps
with strides of 1, 2, 4, 8 and 16. Written for PyTorch 1.13 and Pillow 9.4.
"""

import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "test/python"))

from squeezenet import SqueezeNet  # noqa: E402
from vgg import Builtin  # noqa: E402

CONVOLUTIONS = Builtin.convolutions
normalize = Builtin.preprocess

SQUEEZENET = "squeezenet11_keras_notop/squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5"
ENCODER = "vgg19_small16x/encoder_relu5_1.npz"
SQUEEZENET_BLOCKS = {"fire3": 3, "fire5": 4, "fire8": 5}
ENCODER_BLOCKS = {"relu2_1": 2, "relu3_1": 3, "relu4_1": 4, "relu5_1": 5}
BLOCKS = SQUEEZENET_BLOCKS | ENCODER_BLOCKS  # of the student, by teacher's map


class AlignedSqueezeNet(SqueezeNet):
    """SqueezeNet with its cells where those of 2x2 pooling are.

    Without padding, the cells of strides 4, 8 and 16 sit 1.5, 3.5 and 7.5 pixels too far
    to the right and down. A row and a column of zeros before or after the input of each
    layer of stride 2 bring them to -0.5, 1.5 and -2.5 pixels, and make as many of them.
    """

    def build(self):
        super().build()
        for name in ("conv1", "pool3"):
            self.pad(name, (0, 1, 0, 1))
        for name in ("pool1", "pool5"):
            self.pad(name, (1, 0, 1, 0))

    def pad(self, name, padding):
        layer = self.graph[name]
        self.graph[name] = layer._replace(
            function=lambda x: layer.function(F.pad(x, padding))
        )

    def maps(self, rgb):
        """Give the maps of the fire modules in SQUEEZENET_BLOCKS by module."""
        layers = [f"{fire}/concat" for fire in SQUEEZENET_BLOCKS]
        maps = self(self.preprocess(rgb), layers)
        return dict(zip(SQUEEZENET_BLOCKS, (maps[layer] for layer in layers)))


class Encoder(nn.Module):
    """The VGG19-shaped encoder up to relu5_1, with reflection padding."""

    layers = "11 12 P 21 22 P 31 32 33 34 P 41 42 43 44 P 51".split()

    def __init__(self, path):
        super().__init__()
        arrays = np.load(path)
        for key in arrays.files:
            name = key.replace(".", "_")
            self.register_buffer(name, torch.from_numpy(arrays[key]).float())

    def maps(self, rgb):
        """Give the maps in ENCODER_BLOCKS by layer."""
        x = F.conv2d(rgb / 255, self.conv0_weight, self.conv0_bias)
        maps = {}
        for layer in self.layers:
            if layer == "P":
                x = F.max_pool2d(x, 2)
                continue
            weight, bias = (getattr(self, f"conv{layer}_{p}") for p in ("weight", "bias"))
            x = F.relu(F.conv2d(F.pad(x, (1, 1, 1, 1), "reflect"), weight, bias))
            name = f"relu{layer[0]}_{layer[1]}"
            if name in ENCODER_BLOCKS:
                maps[name] = x
        return maps


def read_weights(path):
    """Read kernel (outputs, inputs, 3, 3) and bias by layer from an .npz of the training."""
    arrays = np.load(path)
    layers = sorted({key.rsplit(".", 1)[0] for key in arrays.files})
    return {
        layer: [torch.from_numpy(arrays[f"{layer}.{part}"]).float() for part in "wb"]
        for layer in layers
    }


def read_image(path, side, enlarge=True):
    """Read an image as RGB with its shorter side of `side` pixels, or smaller.

    Grey values of more than 8 bits are stretched to 0..255.
    """
    image = Image.open(path)
    if image.mode[0] in "IF":
        values = np.nan_to_num(np.asarray(image, np.float32))
        low, high = np.percentile(values, (0.2, 99.8))
        values = np.clip((values - low) / max(high - low, 1e-6), 0, 1) * 255
        image = Image.fromarray(values.astype(np.uint8))
    image = image.convert("RGB")
    scale = side / min(image.size)
    if scale < 1 or enlarge:
        size = [round(length * scale) for length in image.size]
        image = image.resize(size, Image.BICUBIC)
    return image


def to_tensor(images):
    arrays = np.stack([np.asarray(image) for image in images])
    return torch.from_numpy(arrays).permute(0, 3, 1, 2).float()


def read_square(path, side):
    """Read the central square of an image [1, 3, side, side]."""
    image = read_image(path, side)
    left, top = ((length - side) // 2 for length in image.size)
    return to_tensor([image.crop((left, top, left + side, top + side))])


def rows(maps):
    """Give NCHW maps as one row per cell, in double precision."""
    return maps.permute(0, 2, 3, 1).reshape(-1, maps.shape[1]).double()


class Ridge:
    """A 1x1 map from one network's maps to another's, by closed-form ridge regression."""

    def __init__(self):
        self.inner = self.outer = 0

    def add(self, source, target):
        source = with_one(rows(source))
        self.inner = self.inner + source.T @ source
        self.outer = self.outer + source.T @ rows(target)

    def solve(self, relative=1e-6):
        """Give the weights (inputs + 1, outputs); the last row is the bias."""
        penalty = relative * self.inner.diagonal().mean()
        return torch.linalg.solve(
            self.inner + penalty * torch.eye(len(self.inner), dtype=torch.double), self.outer
        )


def with_one(values):
    return torch.cat([values, values.new_ones(len(values), 1)], 1)
