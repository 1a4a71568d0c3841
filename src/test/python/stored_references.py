"""Writes references that tests compare with where there is no PyTorch.

They are what PyTorch computes in double precision, of the built-in network and of two tiny
ones, which it makes too, in the ways of VGG and of InceptionV3. For each network there are

NAME.h5.gz      the tiny networks, in Keras' format
NAME.u8         the image: bytes b for b / 64 - 2, in the network's own units
NAME.json       its height and width, the layers with the step between the values that are
                kept, and for each kind of loss its value and its terms
NAME.f32        the values of the layers, then the gradient of each loss with respect to the
                image: little-endian float32, in NHWC order

Where a ReLU or a max pooling nearly ties, float32 may decide differently, and then two right
gradients differ by much more than rounding. So the image is one where all decisions are
clear: the values before a ReLU, and the distances between the largest two of a pooling, are
above MARGIN of the layer's root mean square. Written for PyTorch 1.13 and h5py 3.7.
"""

import argparse
import gzip
import json
import math
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
import torch.nn.functional as F

import keras_network
from make_keras_network import Writer
from objectives import Objective, value_and_gradient
from vgg import Builtin

MARGIN = 3e-5
IMAGES = 1000
VALUES = 400  # of a layer, about
BUILTIN = "src/main/resources/neuralart/model/builtin.h5"


class Decisions:
    """ReLUs and max poolings that note how clear they are."""

    def __init__(self):
        self.margin = math.inf

    def note(self, distances, x):
        rms = x.square().mean().sqrt()
        self.margin = min(self.margin, (distances.min() / rms).item())

    def relu(self, x):
        self.note(x.detach().abs(), x.detach())
        return F.relu(x)

    def max_pool(self, x, size):
        windows = F.unfold(x.detach().transpose(0, 1), size, stride=2)
        first, second = windows.topk(2, dim=1).values.unbind(1)
        self.note((first - second)[first > 0], x.detach())
        return F.max_pool2d(x, size, 2)


class ClearBuiltin(Builtin):
    """The built-in network with such decisions."""

    def __init__(self, decisions):
        super().__init__(BUILTIN, torch.float64)
        self.relu = lambda name, x: decisions.relu(x)
        self.max_pool = lambda name, x: decisions.max_pool(x, self.pool_size)


def make(folder, name, write, decisions):
    """Write a network in Keras' format, and read it with such decisions."""
    keras_network.ACTIVATIONS["relu"] = decisions.relu
    keras_network.UNWEIGHTED["MaxPooling2D"] = lambda x, config: decisions.max_pool(
        x, config["pool_size"][0]
    )
    with TemporaryDirectory() as temporary:
        file = Path(temporary) / "network.h5"
        write(file)
        (folder / f"{name}.h5.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
        return keras_network.KerasNetwork(file).run


def tiny_vgg(path):
    w = Writer(keras3=False, seed=1)
    w.input(3)
    channels = 3
    for block, filters in enumerate((5, 6, 8), 1):
        for i in (1, 2):
            name = f"block{block}_conv{i}"
            w.conv(name, "", 3, 3, channels, filters, padding="same", activation="relu")
            channels = filters
        pool = {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid"}
        w.layer("MaxPooling2D", f"block{block}_pool", [""], pool)
    w.save(path, "Sequential", {"name": "tiny_vgg", "layers": w.layers})


def tiny_inception(path):
    w = Writer(keras3=False, seed=2)
    channels = {w.input(3): 3}

    def conv(x, filters, rows, columns, strides=1, padding="same"):
        """Add a convolution without bias, its batch normalisation and its ReLU."""
        i = len(w.weights)
        options = {"strides": [strides, strides], "padding": padding, "use_bias": False}
        y = w.conv(f"conv{i}", x, rows, columns, channels[x], filters, **options)
        y = w.norm(f"norm{i}", y, filters, scale=False)
        y = w.layer("Activation", f"relu{i}", [y], {"activation": "relu"})
        channels[y] = filters
        return y

    def pool(x, kind, strides, padding):
        options = {"pool_size": [3, 3], "strides": [strides, strides], "padding": padding}
        y = w.layer(f"{kind}Pooling2D", f"pool{len(w.weights)}", [x], options)
        channels[y] = channels[x]
        return y

    def mixed(name, *branches):
        y = w.layer("Concatenate", name, list(branches), {"axis": 3})
        channels[y] = sum(channels[b] for b in branches)
        return y

    x = conv(conv("image", 4, 3, 3, 2, "valid"), 5, 3, 3)
    pooled = conv(pool(x, "Average", 1, "same"), 3, 1, 1)
    x = mixed("mixed0", conv(x, 3, 1, 1), conv(conv(x, 2, 1, 1), 3, 5, 5), pooled)
    reduced = conv(conv(x, 3, 1, 1), 4, 3, 3, 2, "valid")
    x = mixed("mixed1", reduced, pool(x, "Max", 2, "valid"))
    x = mixed("mixed2", conv(x, 4, 1, 1), conv(conv(conv(x, 3, 1, 1), 3, 1, 7), 4, 7, 1))
    ends = {"input_layers": [["image", 0, 0]], "output_layers": [[x, 0, 0]]}
    config = {"name": "tiny_inception", "layers": w.layers, **ends}
    w.save(path, "Model", config)


def draw(height, width, seed):
    """Draw waves and noise as bytes."""
    random = np.random.default_rng(seed)
    y, x, c = np.mgrid[:height, :width, :3]
    wave = np.sin(0.5 * x + 0.3 * y * (1 + c) + seed)
    return (128 + 50 * wave + random.normal(0, 15, wave.shape)).clip(0, 255).astype(np.uint8)


def clear_image(network, decisions, layers, height, width):
    """Find an image whose decisions are all clear."""
    for seed in range(IMAGES):
        pixels = draw(height, width, seed)
        image = torch.from_numpy(pixels / 64.0 - 2).permute(2, 0, 1)[None].contiguous()
        decisions.margin = math.inf
        with torch.no_grad():
            activations = network(image, layers)
        if decisions.margin > MARGIN:
            print(f"image {seed}: margin {decisions.margin:.2g}")
            return pixels, image, activations
    raise RuntimeError(f"none of {IMAGES} images is clear")


def save(folder, name, network, decisions, size, layers, losses):
    pixels, image, activations = clear_image(network, decisions, layers, *size)
    (folder / f"{name}.u8").write_bytes(pixels.tobytes())
    arrays, steps, values = [], {}, {}
    for layer in layers:
        flat = activations[layer].movedim(1, -1).flatten()
        steps[layer] = max(1, flat.numel() // VALUES)
        while math.gcd(steps[layer], flat.numel()) > 1:  # all channels have their turn
            steps[layer] += 1
        arrays.append(flat[:: steps[layer]])
    for kind, terms in losses.items():
        objectives = [Objective(layer, kind, weight) for layer, weight in terms.items()]
        value, gradient = value_and_gradient(network, objectives, image)
        values[kind] = {"value": value, "terms": terms}
        arrays.append(gradient.movedim(1, -1).flatten())
    torch.cat(arrays).numpy().astype("<f4").tofile(folder / f"{name}.f32")
    manifest = {"height": size[0], "width": size[1], "layers": steps, "losses": values}
    (folder / f"{name}.json").write_text(json.dumps(manifest, indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder

    decisions = Decisions()
    layers = ["block1_conv2", "block2_conv1", "block3_conv2", "block4_conv3", "block5_conv3"]
    losses = {
        "dream": {"block2_conv1": 0.5, "block3_conv2": 1.0},
        "gram": {"block2_conv1": 0.5, "block4_conv3": 1.0, "block5_conv3": 2.0},
    }
    network = ClearBuiltin(decisions)
    save(folder, "builtin", network, decisions, (30, 33), layers, losses)

    network = make(folder, "tiny_vgg", tiny_vgg, decisions)
    layers = ["block1_conv1", "block1_pool", "block2_conv2", "block3_conv2"]
    losses = {
        "dream": {"block1_conv2": 0.5, "block2_conv2": 1.0},
        "gram": {"block1_conv2": 0.5, "block3_conv2": 1.0},
    }
    save(folder, "tiny_vgg", network, decisions, (21, 26), layers, losses)

    network = make(folder, "tiny_inception", tiny_inception, decisions)
    layers = ["mixed0", "mixed1", "mixed2"]
    losses = {
        "dream": {"mixed0": 0.5, "mixed1": 1.0},
        "gram": {"mixed0": 0.5, "mixed2": 1.0},
    }
    save(folder, "tiny_inception", network, decisions, (27, 30), layers, losses)


if __name__ == "__main__":
    main()
