"""Saliency maps of a class, in double precision and by plain loops, as Captum defines them.

A folder holds image.f32 and baseline.f32 (the network's input, NHWC), noise.f32 (one image
after the other, to be added), and manifest.json: height, width, output (the layer of the
classes), cam (that of Grad-CAM), class, steps, patch, stride, scales (input values for a
step of one grey level, by channel), samples, deciding (the ReLUs and what max poolings choose
from; a folder for each pass, image, sampleN and stepN, has their float32 activations, which
decide in the reference too), and the maps that there are, NAME.f32. Prints for each
map the relative L2 distance, the five largest probabilities with their classes, and the
sum of the integrated gradients with the difference that it should be, as JSON.
Written for PyTorch 1.13.
"""

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F

import keras_network
import raw_image
from masked_gradient import masked
from networks import NETWORKS

SMALLEST = 1e-12  # norm of a map: Grad-CAM's may be zero all over


class MaskedKeras(keras_network.KerasNetwork):
    """Takes the decisions of given activations, as masked_gradient.masked does."""

    decisions = None

    def compute(self, layer, name, inputs, weights):
        kind, config = layer["class_name"], layer["config"]
        if self.decisions is None:
            return super().compute(layer, name, inputs, weights)
        if kind == "ReLU" or config.get("activation") == "relu":
            plain = {"class_name": "Activation" if kind == "ReLU" else kind}
            plain["config"] = {**config, "activation": "linear"}
            x = super().compute(plain, name, inputs, weights)
            x = x * (self.decisions[name].view_as(x) > 0)
        elif kind == "MaxPooling2D":
            before = next(n for n, x in self.activations.items() if x is inputs[0])
            x = self.pool(inputs[0], self.decisions[before], config)
        else:
            return super().compute(layer, name, inputs, weights)
        self.activations[name] = x
        return x

    @staticmethod
    def pool(x, deciding, config):
        kernel = keras_network.pair(config.get("pool_size"), 2)
        stride = keras_network.pair(config.get("strides"), kernel)
        padding = keras_network.sides(x, config, kernel, stride, (1, 1))
        x, deciding = (F.pad(a, padding, value=float("-inf")) for a in (x, deciding))
        maxima = F.max_pool2d(deciding, kernel, stride, return_indices=True)[1]
        return x.flatten(2).gather(2, maxima.flatten(2)).view(maxima.shape)


class Classifier:
    """The values of a network's classes before their softmax.

    The gradient of a pass is that on the ReLUs' masks and the poolings' maxima that the
    activations in its folder decide.
    """

    def __init__(self, file, network, manifest, folder):
        self.output, self.deciding, self.folder = manifest["output"], manifest["deciding"], folder
        if network is None:
            keras_network.ACTIVATIONS["softmax"] = lambda x: x
            self.network = MaskedKeras(file)
            self.run = self.network.run
        else:
            self.masked = lambda decisions: masked(NETWORKS[network])(
                file, decisions, torch.float64
            )
            self.network = None
            self.run = NETWORKS[network](file, torch.float64).forward

    def decide(self, image, name):
        """Give a function like run, with the decisions of a pass."""
        with torch.no_grad():
            plain = self.run(image, self.deciding)
        decisions = {}
        for layer, x in plain.items():
            if layer in self.deciding:
                size = x.shape[2:] if x.dim() == 4 else (1, 1)
                file = self.folder / name / (layer.replace("/", ".") + ".f32")
                decisions[layer] = raw_image.read(file, *size).double()
        if self.network is None:
            return self.masked(decisions).forward

        def run(image, layers):
            self.network.decisions = decisions
            try:
                return self.network.run(image, layers)
            finally:
                self.network.decisions = None

        return run

    def logits(self, image):
        return self.run(image, [self.output])[self.output].flatten()

    def gradient(self, image, index, name):
        run = self.decide(image, name)
        image = image.clone().requires_grad_(True)
        value = run(image, [self.output])[self.output].flatten()[index]
        return torch.autograd.grad(value, image)[0]

    def activation_and_gradient(self, image, index, name, cam):
        run = self.decide(image, name)
        image = image.clone().requires_grad_(True)
        layers = run(image, [self.output, cam])
        value = layers[self.output].flatten()[index]
        return layers[cam], torch.autograd.grad(value, layers[cam])[0]


def largest(gradient):
    return gradient.abs().amax(1)


def total(gradient):
    return gradient.sum(1)


def integrated(classifier, image, baseline, index, steps):
    mean = torch.zeros_like(image)
    for step in range(steps):
        share = (step + 0.5) / steps
        between = baseline + share * (image - baseline)
        mean += classifier.gradient(between, index, f"step{step}") / steps
    return (image - baseline) * mean


def grad_cam(classifier, image, index, cam):
    activation, gradient = classifier.activation_and_gradient(image, index, "image", cam)
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
    plain = classifier.gradient(image, index, "image") * scales
    smooth = sum(
        classifier.gradient(image + n, index, f"sample{i}") for i, n in enumerate(noise)
    ) / len(noise)
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
    classifier = Classifier(arguments.weights, arguments.network, manifest, folder)
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
