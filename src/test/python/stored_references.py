"""Writes what StoredReferenceTest compares with where there is no PyTorch.

It is what PyTorch computes in double precision, of the built-in network and of small ones that
are made here: in the ways of VGG and of InceptionV3, and one that has most kinds of layers.
For each there are

NAME.h5.gz  the network in Keras' format, but for the built-in one
NAME.u8     the image: bytes b for b / 64 - 2, in the network's own units
NAME.json   its height and width, the layers with the step between the values that are kept, and
            for each kind of loss its value and its terms
NAME.f32    the values of the layers, then the gradient of each loss with respect to the image,
            as little-endian float32 in NHWC order

Where a ReLU or a pooling is near a tie, rounding may change its decision, and then two right
gradients differ by much more than rounding. So each image is one where noise that is much larger
than rounding changes none. Written for PyTorch 1.13 and h5py 3.7.
"""

import argparse
import gzip
import json
import math
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from keras_network import KerasNetwork
from make_keras_network import Writer, functional
from objectives import Objective, value_and_gradient
from vgg import Builtin

BUILTIN = "src/main/resources/neuralart/model/builtin.h5"
IMAGES = 1000
VALUES = 300  # of a layer, about

# A relative change of the image that no decision may notice, and that of the gradient if one does.
NOISE, NOTICED = 1e-5, 1e-4
ATTEMPTS = 10


def vgg():
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
    return w, "Sequential", {"name": "vgg", "layers": w.layers}


def inception():
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
    return w, "Model", {"name": "inception", "layers": w.layers, **ends}


def make(folder, name, network):
    """Write a network, and read it again."""
    writer, kind, config = network
    with TemporaryDirectory() as temporary:
        file = Path(temporary) / "network.h5"
        writer.save(file, kind, config)
        (folder / f"{name}.h5.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
        return KerasNetwork(file).run


def draw(height, width, seed):
    """Draw waves and noise as bytes."""
    random = np.random.default_rng(seed)
    y, x, c = np.mgrid[:height, :width, :3]
    wave = np.sin(0.5 * x + 0.3 * y * (1 + c) + seed)
    return (128 + 50 * wave + random.normal(0, 15, wave.shape)).clip(0, 255).astype(np.uint8)


def is_clear(network, objectives, image):
    """Tell whether all decisions stay as they are when the image changes a little."""
    _, reference = value_and_gradient(network, objectives, image)
    torch.manual_seed(0)
    for _ in range(ATTEMPTS):
        noisy = image * (1 + NOISE * torch.randn_like(image))
        _, gradient = value_and_gradient(network, objectives, noisy)
        if (gradient - reference).norm() > NOTICED * reference.norm():
            return False
    return True


def find_image(network, losses, height, width):
    for seed in range(IMAGES):
        pixels = draw(height, width, seed)
        image = torch.from_numpy(pixels / 64.0 - 2).permute(2, 0, 1)[None].contiguous()
        if all(is_clear(network, objectives, image) for objectives in losses.values()):
            return pixels, image
    raise RuntimeError(f"none of {IMAGES} images is clear")


def store(folder, name, network, size, layers, losses):
    """Write what belongs to a network; the losses are weights by kind and layer."""
    objectives = {
        kind: [Objective(layer, kind, weight) for layer, weight in terms.items()]
        for kind, terms in losses.items()
    }
    pixels, image = find_image(network, objectives, *size)
    (folder / f"{name}.u8").write_bytes(pixels.tobytes())
    arrays, steps, values = [], {}, {}
    with torch.no_grad():
        activations = network(image, layers)
    for layer in layers:
        flat = activations[layer].movedim(1, -1).flatten()
        steps[layer] = max(1, flat.numel() // VALUES)
        while math.gcd(steps[layer], flat.numel()) > 1:  # all channels have their turn
            steps[layer] += 1
        arrays.append(flat[:: steps[layer]])
    for kind, terms in losses.items():
        value, gradient = value_and_gradient(network, objectives[kind], image)
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
    folder.mkdir(parents=True, exist_ok=True)

    store(
        folder,
        "builtin",
        Builtin(BUILTIN, torch.float64),
        (25, 27),
        ["block1_conv2", "block2_conv1", "block3_conv2", "block4_conv3", "block5_conv3"],
        {
            "dream": {"block2_conv1": 0.5, "block3_conv2": 1.0},
            "gram": {"block2_conv1": 0.5, "block4_conv3": 1.0, "block5_conv3": 2.0},
        },
    )
    store(
        folder,
        "vgg",
        make(folder, "vgg", vgg()),
        (18, 23),
        ["block1_conv1", "block1_pool", "block2_conv2", "block3_conv2"],
        {
            "dream": {"block1_conv2": 0.5, "block2_conv2": 1.0},
            "gram": {"block1_conv2": 0.5, "block3_conv2": 1.0},
        },
    )
    store(
        folder,
        "inception",
        make(folder, "inception", inception()),
        (25, 28),
        ["mixed0", "mixed1", "mixed2"],
        {"dream": {"mixed0": 0.5, "mixed1": 1.0}, "gram": {"mixed0": 0.5, "mixed2": 1.0}},
    )
    store(
        folder,
        "branches",
        make(folder, "branches", functional(True)),
        (20, 23),
        ["joined", "pool", "separable", "product"],
        {"dream": {"average": 0.5, "joined": 1.0}, "gram": {"joined": 1.0, "product": 2.0}},
    )


if __name__ == "__main__":
    main()
