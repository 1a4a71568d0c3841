"""Measures how much a style transfer looks different at another size.

Both pictures are shrunk to the size of the first (PIL's LANCZOS), and seen by SqueezeNet.
Prints sum((G1 - G2)^2) / sum(G1^2) of the Gram matrices of the layers of neural-style's
loss, and their sum.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from networks import NETWORKS
from style_benchmark import LAYERS, gram


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("preview", type=Path)
    parser.add_argument("finals", type=Path, nargs="+")
    arguments = parser.parse_args()
    layers = LAYERS["squeezenet"][1]
    network = NETWORKS["squeezenet"](arguments.weights, inplace=True)
    network.truncate(layers)
    preview = Image.open(arguments.preview).convert("RGB")

    def grams(picture):
        pixels = np.asarray(picture.resize(preview.size, Image.LANCZOS)).astype("f4")
        rgb = torch.from_numpy(pixels).permute(2, 0, 1)[None].contiguous()
        with torch.no_grad():
            activations = network(NETWORKS["squeezenet"].preprocess(rgb), layers)
            return [gram(activations[layer]) for layer in layers]

    reference = grams(preview)
    for final in arguments.finals:
        pairs = zip(reference, grams(Image.open(final).convert("RGB")))
        parts = [((a - b).square().sum() / a.square().sum()).item() for a, b in pairs]
        print(f"{final.name}: {' '.join(f'{p:.3f}' for p in parts)}, sum {sum(parts):.3f}")


if __name__ == "__main__":
    main()
