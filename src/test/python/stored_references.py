"""Writes the references of StoredReferenceTest: small networks, computed in double precision.

For the built-in network, a small one as VGG is built and one with branches: the network's
file, but for the built-in one; image.f32 (the network's input), activations and the gradient
of a loss as little-endian float32 in NHWC order, and manifest.json with the loss. Images are
chosen such that no ReLU and no pooling is near a tie: rounding changes no decision of them.
Written for PyTorch 1.13 and h5py 3.7.
"""

import argparse
import gzip
import json
from pathlib import Path

import torch

import make_keras_network
import raw_image
from keras_network import KerasNetwork
from networks import NETWORKS
from objectives import Objective

HEIGHT, WIDTH = 20, 24

# Relative changes of the image that may not change a decision, and of the gradient then.
NOISE, LARGEST_CHANGE = 2e-6, 1e-4


class Builtin:
    """The built-in network, with the interface of KerasNetwork."""

    def __init__(self, weights):
        self.network = NETWORKS["builtin"](weights, torch.float64)

    def run(self, image, layers):
        return self.network(image, layers)


def vgg():
    """Make blocks of two convolutions and a pooling."""
    w = make_keras_network.Writer(True, seed=5)
    x, inputs = w.input(3), 3
    for block, channels in enumerate((6, 10, 14), 1):
        for i in (1, 2):
            name = f"block{block}_conv{i}"
            x = w.conv(name, x, 3, 3, inputs, channels, padding="same", activation="relu")
            inputs = channels
        pool = {"pool_size": [2, 2], "strides": [2, 2], "padding": "valid"}
        x = w.layer("MaxPooling2D", f"block{block}_pool", [x], pool)
    ends = {"input_layers": ["image", 0, 0], "output_layers": [x, 0, 0]}
    return w, "Functional", {"name": "vgg", "layers": w.layers, **ends}


def compress(path):
    """Replace a file by a compressed one that is the same every time."""
    compressed = gzip.compress(path.read_bytes(), mtime=0)
    path.with_suffix(".h5.gz").write_bytes(compressed)


def gradient(network, image, objectives):
    image = image.clone().requires_grad_()
    activations = network.run(image, [o.layer for o in objectives])
    loss = sum(o.weight * o.value(activations[o.layer]) for o in objectives)
    return loss.item(), torch.autograd.grad(loss, image)[0]


def is_far_from_ties(network, image, objectives):
    _, reference = gradient(network, image, objectives)
    for _ in range(10):
        noisy = image * (1 + NOISE * torch.randn_like(image))
        change = gradient(network, noisy, objectives)[1] - reference
        if change.norm() > LARGEST_CHANGE * reference.norm():
            return False
    return True


def noise(seed, scale):
    """Draw an image that single precision holds exactly."""
    torch.manual_seed(seed)
    image = torch.nn.functional.interpolate(
        torch.randn(1, 3, HEIGHT // 2, WIDTH // 2), (HEIGHT, WIDTH), mode="bilinear"
    )
    return (scale * (image + 0.3 * torch.randn_like(image))).float().double()


def store(folder, network, scale, layers, objectives):
    seed = next(
        seed for seed in range(500) if is_far_from_ties(network, noise(seed, scale), objectives)
    )
    image = noise(seed, scale)
    value, slopes = gradient(network, image, objectives)
    with torch.no_grad():
        activations = network.run(image, layers)
    raw_image.write(folder / "image.f32", image)
    raw_image.write(folder / "gradient.f32", slopes)
    for layer in layers:
        raw_image.write(folder / f"{layer}.f32", activations[layer])
    terms = [{"layer": o.layer, "kind": o.kind, "weight": o.weight} for o in objectives]
    manifest = {"height": HEIGHT, "width": WIDTH, "layers": layers, "objectives": terms}
    text = json.dumps({**manifest, "value": value}, indent=1)
    (folder / "manifest.json").write_text(text + "\n")
    print(json.dumps({"folder": folder.name, "seed": seed, "value": value}))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("builtin", type=Path, help="the built-in network's weights")
    parser.add_argument("output", type=Path, help="a folder")
    arguments = parser.parse_args()

    made = {"branches": make_keras_network.functional(True), "vgg": vgg()}
    for name in ("builtin", *made):
        (arguments.output / name).mkdir(parents=True, exist_ok=True)
    files = {}
    for name, (writer, kind, config) in made.items():
        files[name] = arguments.output / name / "network.h5"
        writer.save(files[name], kind, config)
        compress(files[name])
    store(
        arguments.output / "builtin",
        Builtin(arguments.builtin),
        60,
        ["block3_conv1", "block5_conv1"],
        [Objective("block3_conv1", "energy", -1.0), Objective("block4_conv1", "gram", 0.1)],
    )
    store(
        arguments.output / "branches",
        KerasNetwork(files["branches"]),
        1,
        ["pool", "separable"],
        [Objective("joined", "energy", -1.0), Objective("separable", "gram", 2.0)],
    )
    store(
        arguments.output / "vgg",
        KerasNetwork(files["vgg"]),
        1,
        ["block2_conv2", "block3_pool"],
        [Objective("block2_conv1", "gram", 1.0), Objective("block3_conv2", "energy", -0.5)],
    )
    for file in files.values():
        file.unlink()


if __name__ == "__main__":
    main()
