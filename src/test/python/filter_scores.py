"""Scores filter images of several makers: how strongly each excites its channel.

Each folder holds LAYER_CHANNEL.f32 files as lucent_like.py writes them. The score of an
image is the mean of its channel: for the image as it is, and on average over 16
transforms that are the same for all makers. An image is a grey failure where the
standard deviation of its pixels is below 5 of 255, or its channel is zero everywhere.
Prints a line of JSON with the scores and, for each folder after the first, the mean
ratio of its scores to the first folder's.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import raw_image
from lucent_like import file_name, load, parse_filters, transform

TRANSFORMS = 16
GREY_DEVIATION = 5


def score(network, image, layer, channel):
    """Give the mean of a channel, plain and transformed, and whether it is grey."""

    def mean(view):
        activation = network(network.preprocess(255 * view), [layer])[layer]
        return activation[:, channel].mean().item()

    plain = mean(image)
    moved = [
        mean(transform(image, np.random.RandomState(seed))) for seed in range(TRANSFORMS)
    ]
    grey = bool(255 * image.std() < GREY_DEVIATION or plain == 0)
    return {"plain": plain, "transformed": float(np.mean(moved)), "grey": grey}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", default="squeezenet")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--filters", required=True)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("folders", type=Path, nargs="+")
    arguments = parser.parse_args()
    network = load(arguments.network, arguments.weights)
    filters = list(parse_filters(arguments.filters))
    scores = {}
    with torch.no_grad():
        for folder in arguments.folders:
            scores[str(folder)] = []
            for layer, channel in filters:
                path = folder / file_name(layer, channel)
                image = raw_image.read(path, arguments.size, arguments.size) / 255
                scores[str(folder)].append(score(network, image, layer, channel))
    first, *others = scores.values()
    summary = []
    for folder, other in zip(list(scores)[1:], others):
        line = {"folder": folder, "grey": [sum(s["grey"] for s in x) for x in (first, other)]}
        for kind in ("plain", "transformed"):
            ratios = [a[kind] / b[kind] for a, b in zip(other, first) if b[kind] > 0]
            line[kind] = {"mean": float(np.mean(ratios)), "lowest": min(ratios)}
            line[kind]["sum"] = sum(a[kind] for a in other) / sum(b[kind] for b in first)
        summary.append(line)
    print(json.dumps({"scores": scores, "summary": summary}))


if __name__ == "__main__":
    main()
