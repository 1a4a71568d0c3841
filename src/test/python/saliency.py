"""Saliency maps of a class, in double precision and by plain loops, as Captum defines them.

A folder holds image.f32 and baseline.f32 (the network's input, NHWC), noise.f32 (one image
after the other, to be added), and manifest.json: height, width, output (the layer of the
classes), cam (that of Grad-CAM), class, steps, patch, stride, scales (input values for a
step of one grey level, by channel), samples, and the maps that there are, NAME.f32. Prints for each
map the relative L2 distance, the five largest probabilities with their classes, and the
sum of the integrated gradients with the difference that it should be, as JSON.
Written for PyTorch 1.13.
"""

import argparse
import json
from pathlib import Path

import torch

import keras_network
import raw_image
from networks import NETWORKS


SMALLEST = 1e-12  # norm of a map: Grad-CAM's may be zero all over


class Classifier:
    """The values of a network's classes before their softmax."""

    def __init__(self, file, network, output):
        self.output = output
        if network is None:
            keras_network.ACTIVATIONS["softmax"] = lambda x: x
            keras = keras_network.KerasNetwork(file)
            self.run = keras.run
        else:
            torch_network = NETWORKS[network](file, torch.float64)
            self.run = torch_network.forward

    def logits(self, image, cam=None):
        """Give the logits, and the activation of a layer that they depend on."""
        layers = self.run(image, [self.output] + ([cam] if cam else []))
        logits = layers[self.output].flatten()
        return (logits, layers[cam]) if cam else logits

    def gradient(self, image, index):
        image = image.clone().requires_grad_(True)
        return torch.autograd.grad(self.logits(image)[index], image)[0]


def largest(gradient):
    return gradient.abs().amax(1)


def total(gradient):
    return gradient.sum(1)


def integrated(classifier, image, baseline, index, steps):
    mean = torch.zeros_like(image)
    for step in range(steps):
        share = (step + 0.5) / steps
        mean += classifier.gradient(baseline + share * (image - baseline), index) / steps
    return (image - baseline) * mean


def grad_cam(classifier, image, index, cam):
    image = image.clone().requires_grad_(True)
    logits, activation = classifier.logits(image, cam)
    gradient = torch.autograd.grad(logits[index], activation)[0]
    weights = gradient.mean((2, 3), keepdim=True)
    return (weights * activation).sum(1)


def occluded(classifier, image, baseline, index, patch, stride):
    """Give to each pixel the mean loss of the patches that cover it."""
    height, width = image.shape[2:]
    value = classifier.logits(image)[index]
    losses = torch.zeros(1, height, width, dtype=image.dtype)
    counts = torch.zeros_like(losses)
    for top in starts(height, patch, stride):
        for left in starts(width, patch, stride):
            here = (..., slice(top, top + patch), slice(left, left + patch))
            covered = image.clone()
            covered[here] = baseline[here]
            losses[here] += value - classifier.logits(covered)[index]
            counts[here] += 1
    return losses / counts


def starts(size, patch, stride):
    starts = [0]
    while starts[-1] + patch < size:
        starts.append(starts[-1] + stride)
    return starts


def maps(classifier, image, baseline, noise, manifest):
    index = manifest["class"]
    scales = torch.tensor(manifest["scales"], dtype=image.dtype).view(1, -1, 1, 1)
    plain = classifier.gradient(image, index) * scales
    smooth = sum(classifier.gradient(image + n, index) for n in noise) / len(noise)
    path = integrated(classifier, image, baseline, index, manifest["steps"])
    cam = grad_cam(classifier, image, index, manifest["cam"])
    with torch.no_grad():
        patches = manifest["patch"], manifest["stride"]
        occlusion = occluded(classifier, image, baseline, index, *patches)
    return {
        "Gradient": largest(plain),
        "Gradient, signed": total(plain),
        "SmoothGrad": largest(smooth * scales),
        "SmoothGrad, signed": total(smooth * scales),
        "Integrated gradients": total(path).abs(),
        "Integrated gradients, signed": total(path),
        "Grad-CAM": cam.clamp(min=0),
        "Grad-CAM, signed": cam,
        "Occlusion": occlusion.abs(),
        "Occlusion, signed": occlusion,
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--network", choices=NETWORKS)
    arguments = parser.parse_args()

    folder = arguments.folder
    manifest = json.loads((folder / "manifest.json").read_text())
    size = (manifest["height"], manifest["width"])
    image = raw_image.read(folder / "image.f32", *size).double()
    baseline = raw_image.read(folder / "baseline.f32", *size).double()
    rows = manifest["samples"] * size[0]
    noise = raw_image.read(folder / "noise.f32", rows, size[1]).double().split(size[0], 2)
    classifier = Classifier(arguments.weights, arguments.network, manifest["output"])
    expected = maps(classifier, image, baseline, noise, manifest)
    errors = {}
    for name, reference in expected.items():
        actual = raw_image.read(folder / (name + ".f32"), *reference.shape[1:]).double()
        distance = (actual[0] - reference).norm()
        errors[name] = (distance / reference.norm().clamp(min=SMALLEST)).item()
    with torch.no_grad():
        probabilities = classifier.logits(image).softmax(0)
        difference = classifier.logits(image) - classifier.logits(baseline)
    top = probabilities.topk(min(5, len(probabilities)))
    result = {
        "errors": errors,
        "classes": top.indices.tolist(),
        "probabilities": top.values.tolist(),
        "difference": difference[manifest["class"]].item(),
        "sum": expected["Integrated gradients, signed"].sum().item(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
