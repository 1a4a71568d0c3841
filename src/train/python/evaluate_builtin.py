"""Measures weights of the built-in network against its teachers.

Prints the share of the teachers' variance that a 1x1 map from the student's last
convolution of a block explains on the held-out images (R2; pooled over channels), the
share of SqueezeNet's fall in style distance that the student's style transfers reach,
the filters that never respond, and what half precision changes. Usage:

    evaluate_builtin.py DATA WEIGHTS.npz [--only r2|style|filters|half]

R2: ridge regression on 200 training images, 192 px. *Aligned*: the teacher is padded so
that both grids coincide; *plain*: it is not, and the student is interpolated at the
teacher's cell centres. Style: images of 224 px, 80 steps of Adam from the content image
on the Gram distances of one network, judged by SqueezeNet. Written for PyTorch 1.13.
"""

import argparse
from pathlib import Path

import torch
import torch.nn.functional as F

from crops import held_out, paths
from distillation import (
    CONVOLUTIONS,
    ENCODER,
    ENCODER_BLOCKS,
    SQUEEZENET,
    SQUEEZENET_BLOCKS,
    AlignedSqueezeNet,
    Encoder,
    Ridge,
    SqueezeNet,
    normalize,
    read_square,
    read_weights,
    rows,
    with_one,
)

PHOTOGRAPHS = "training/imagenet_samples_192"
FITTING = 200
SIDE = 192
STYLE_SIDE = 224
STYLE_STEPS = 80
STYLE_RATE = 4  # of 0..255
PAIRS = [
    ("tubingen", "starry_night"),
    ("golden_gate", "the_scream"),
    ("dog_cat", "wave_kanagawa"),
    ("flowers", "water-lilies-1919-2"),
    ("sky1024px", "shipwreck"),
    ("dog_cat", "the_scream"),
]
BLOCK_ENDS = [f"block{b}_conv{c}" for b, c in enumerate(CONVOLUTIONS, 1)]
JUDGED = [f"fire{number}/concat" for number in (2, 3, 4, 5, 6, 8)]
CONTENT = "fire5/concat"
DEAD = 1e-4  # of the layer's largest mean response


def test_images(data):
    return [data / PHOTOGRAPHS / name for name in held_out()]


class Student:
    """The network of whatever widths its weights have: (kernel, bias) by layer."""

    def __init__(self, weights):
        self.weights = weights

    def layers(self, rgb):
        """Give the activations of all convolutions by name."""
        x = normalize(rgb)
        activations = {}
        for block, count in enumerate(CONVOLUTIONS, 1):
            for i in range(1, count + 1):
                name = f"block{block}_conv{i}"
                x = F.relu(F.conv2d(x, *self.weights[name], padding=1))
                activations[name] = x
            x = F.max_pool2d(x, 2)
        return activations


class Residual:
    """The share of a variance, pooled over channels, that predictions explain."""

    def __init__(self):
        self.error = self.squares = self.sums = self.count = 0

    def add(self, prediction, target):
        self.error += (prediction - target).pow(2).sum()
        self.squares += target.pow(2).sum()
        self.sums += target.sum(0)
        self.count += len(target)

    def explained(self):
        return 1 - self.error / (self.squares - self.sums.pow(2).sum() / self.count)


def plain(maps, fire):
    """Interpolate the student's maps at the cell centres of an unpadded SqueezeNet."""
    stride = 2 ** (SQUEEZENET_BLOCKS[fire] - 1)
    shift = (stride - 1) / 2 / stride
    for dimension in (2, 3):
        n = maps.shape[dimension] - 1
        near, far = maps.narrow(dimension, 0, n), maps.narrow(dimension, 1, n)
        maps = near.lerp(far, shift)
    return maps


@torch.no_grad()
def explained(data, student):
    """Print R2 on the held-out images, by teacher's map."""
    models = data / "models"
    aligned = AlignedSqueezeNet(models / SQUEEZENET)
    unpadded = SqueezeNet(models / SQUEEZENET)
    encoder = Encoder(models / ENCODER)
    training = [path for path in paths(data) if path.parent == data / PHOTOGRAPHS]
    fitting = training[:: len(training) // FITTING][:FITTING]

    def pairs(path):
        rgb = read_square(path, SIDE)
        layers = student.layers(rgb)
        ends = {block: layers[name] for block, name in enumerate(BLOCK_ENDS, 1)}
        for fire, target in aligned.maps(rgb).items():
            yield f"{fire} aligned", ends[SQUEEZENET_BLOCKS[fire]], target
        layers = unpadded(unpadded.preprocess(rgb), [f"{f}/concat" for f in SQUEEZENET_BLOCKS])
        for fire in SQUEEZENET_BLOCKS:
            source = plain(ends[SQUEEZENET_BLOCKS[fire]], fire)
            yield f"{fire} plain", source, layers[f"{fire}/concat"]
        for name, target in encoder.maps(rgb).items():
            yield name, ends[ENCODER_BLOCKS[name]], target

    ridges = {}
    for path in fitting:
        for name, source, target in pairs(path):
            ridges.setdefault(name, Ridge()).add(source, target)
    solutions = {name: ridge.solve() for name, ridge in ridges.items()}
    residuals = {name: Residual() for name in ridges}
    for path in test_images(data):
        for name, source, target in pairs(path):
            residuals[name].add(with_one(rows(source)) @ solutions[name], rows(target))
    for name, residual in residuals.items():
        print(f"R2 {name:14} {residual.explained():.3f}", flush=True)


def gram(maps):
    features = maps[0].flatten(1)
    return features @ features.T / features.shape[1]


def style_distance(activations, grams):
    """Give the mean over layers of the Grams' squared distance, relative to the style's."""
    distances = [
        (gram(activations[name]) - target).pow(2).sum() / target.pow(2).sum()
        for name, target in grams.items()
    ]
    return sum(distances) / len(distances)


def transfer(network, layers, content, style):
    """Change the content image until its Grams are nearer those of the style."""
    with torch.no_grad():
        activations = network(style)
        grams = {name: gram(activations[name]) for name in layers}
    image = content.clone().requires_grad_()
    optimizer = torch.optim.Adam([image], STYLE_RATE)
    for _ in range(STYLE_STEPS):
        optimizer.zero_grad()
        style_distance(network(image), grams).backward()
        optimizer.step()
        with torch.no_grad():
            image.clamp_(0, 255)
    return image.detach()


def style_shares(data, student):
    """Print how far style transfers with the student get, judged by SqueezeNet."""
    squeezenet = SqueezeNet(data / "models" / SQUEEZENET)

    def judge(rgb):
        return squeezenet(squeezenet.preprocess(rgb), JUDGED)

    shares = []
    for pair in PAIRS:
        content, style = (
            read_square(data / f"images/{kind}/{name}.jpg", STYLE_SIDE)
            for kind, name in zip(("content", "style"), pair)
        )
        with torch.no_grad():
            start = judge(content)
            grams = {name: gram(maps) for name, maps in judge(style).items()}
        results = [
            transfer(student.layers, BLOCK_ENDS[1:], content, style),
            transfer(judge, JUDGED, content, style),
        ]
        with torch.no_grad():
            ends = [judge(result) for result in results]
            before, own, best = (style_distance(a, grams) for a in (start, *ends))
            away = [
                ((a[CONTENT] - start[CONTENT]).pow(2).sum() / start[CONTENT].pow(2).sum()).item()
                for a in ends
            ]
        shares.append(((before - own) / (before - best)).item())
        print(
            f"style {pair[0]} + {pair[1]}: share {shares[-1]:.3f} (distance {before:.3f} to"
            f" {own:.3f}, SqueezeNet's own {best:.3f}); content distance {away[0]:.3f},"
            f" SqueezeNet's own {away[1]:.3f}",
            flush=True,
        )
    print(f"style share: mean {sum(shares) / len(shares):.3f}, worst {min(shares):.3f}")


@torch.no_grad()
def dead_filters(data, student):
    """Print the filters of each layer that respond to no held-out image."""
    largest = {}
    for path in test_images(data):
        rgb = read_square(path, SIDE)
        for layer, maps in student.layers(rgb).items():
            found = maps.amax((0, 2, 3))
            largest[layer] = torch.maximum(largest.get(layer, found), found)
    for layer, values in largest.items():
        dead = (values < DEAD * values.max()).nonzero().flatten().tolist()
        print(f"{layer}: {len(values)} filters, dead: {dead or 'none'}")


@torch.no_grad()
def rounding(data, student):
    """Print by how much half precision changes the activations, at the worst layer."""
    half = Student({k: [part.half().float() for part in w] for k, w in student.weights.items()})
    found = {}
    for path in test_images(data)[:10]:
        rgb = read_square(path, SIDE)
        rounded = half.layers(rgb)
        for layer, maps in student.layers(rgb).items():
            squares = torch.stack([(rounded[layer] - maps).pow(2).sum(), maps.pow(2).sum()])
            found.setdefault(layer, []).append(squares)
    pooled = {layer: (s := sum(parts))[0] / s[1] for layer, parts in found.items()}
    single = max((part[0] / part[1]).sqrt().item() for parts in found.values() for part in parts)
    layer = max(pooled, key=pooled.get)
    print(
        f"half precision: relative error at most {pooled[layer].sqrt():.1e} ({layer}),"
        f" {single:.1e} on a single image"
    )


MEASURES = {"r2": explained, "style": style_shares, "filters": dead_filters, "half": rounding}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with models and images")
    parser.add_argument("weights", type=Path, help=".npz of the training")
    parser.add_argument("--only", choices=MEASURES, help="measure nothing else")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    student = Student(read_weights(options.weights))
    for name, measure in MEASURES.items():
        if options.only in (None, name):
            measure(options.data, student)


if __name__ == "__main__":
    main()
