"""Objectives of feature visualisation on a layer's activation (NCHW, one image)."""

from typing import NamedTuple

import torch


def crop(activation):
    """Cut a border of two pixels."""
    return activation[:, :, 2:-2, 2:-2]


def energy(activation):
    """Mean of squares."""
    return activation.square().mean()


def dream(activation):
    """Mean of squares inside the border (Deep Learning with Python, 2021)."""
    return crop(activation).square().mean()


def dream2017(activation):
    """Sum of squares inside the border by the size with the border (Keras, 2017)."""
    return crop(activation).square().sum() / activation.numel()


def gram(activation):
    """Sum of squares of the Gram matrix, normalised by the activation's size."""
    features = activation[0].flatten(1)
    return (features @ features.T / activation.numel()).square().sum()


def mean(activation):
    """Mean of all values (TensorFlow's tutorial on DeepDream)."""
    return activation.mean()


def match(activation, guide):
    """Mean over all values of the products with the best matching guide features.

    The guide is an activation of the same layer (the guided dreams of the first
    DeepDream notebook).
    """
    products = activation[0].flatten(1).T @ guide[0].flatten(1)
    return products.max(1).values.sum() / activation.numel()


KINDS = {f.__name__: f for f in (energy, dream, dream2017, gram, mean)}


class Objective(NamedTuple):
    """A weighted kind of objective on a layer, or on some of its channels."""

    layer: str
    kind: str
    weight: float
    channels: tuple = ()
    guide: torch.Tensor = None

    def value(self, activation):
        """Evaluate without the weight."""
        if self.guide is not None:
            return match(activation, self.guide)
        if self.channels:
            activation = activation[:, list(self.channels)]
        return KINDS[self.kind](activation)


def total(objectives, activations):
    """Sum weighted objectives over the activations by layer name."""
    return sum(o.weight * o.value(activations[o.layer]) for o in objectives)


def value_and_gradient(network, objectives, image):
    """Evaluate the sum of objectives and its gradient with respect to the image."""
    image = image.detach().requires_grad_()
    value = total(objectives, network(image, [o.layer for o in objectives]))
    return value.item(), torch.autograd.grad(value, image)[0]
