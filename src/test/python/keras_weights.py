"""Weights of convolutions and batch normalisations in Keras' HDF5 files.

The file's attribute layer_names lists the layers; each has a group whose attribute
weight_names lists its datasets. A convolution has a kernel (rows, columns, inputs,
outputs) and mostly a bias; a dense layer has a matrix (inputs, outputs) and a bias; a
batch normalisation has gamma unless it is without scale, beta, the moving mean and the
moving variance; a separable convolution has a kernel (rows, columns, inputs, 1) and one
of single pixels. Written for h5py 3.7.
"""

import h5py
import numpy as np
import torch
from torch import nn



class ScaledBatchNorm(nn.BatchNorm2d):
    """A batch normalisation whose scale is in the file."""


class SeparableConvolution(nn.Sequential):
    """A convolution of each channel by itself, then one of single pixels, without biases."""

    def __init__(self, inputs, outputs):
        super().__init__(
            nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False),
            nn.Conv2d(inputs, outputs, 1, bias=False),
        )


def views(module):
    """Give views of a module's constants, in Keras' order and memory layout."""
    if isinstance(module, SeparableConvolution):
        depthwise, pointwise = module
        return [depthwise.weight.data.permute(2, 3, 0, 1), *views(pointwise)]
    if isinstance(module, ScaledBatchNorm):
        return [module.weight.data, module.bias.data, module.running_mean, module.running_var]
    if isinstance(module, nn.BatchNorm2d):
        return [module.bias.data, module.running_mean, module.running_var]
    if isinstance(module, nn.Linear):
        return [module.weight.data.T, module.bias.data]
    kernel = module.weight.data.permute(2, 3, 1, 0)
    return [kernel] if module.bias is None else [kernel, module.bias.data]


def read_names(node, attribute):
    return [name.decode() for name in node.attrs[attribute]]


def write_names(node, attribute, names):
    """Write names as byte strings of fixed length, as Keras does."""
    node.attrs[attribute] = np.array([name.encode() for name in names])


def load(path, modules):
    """Copy a file's weights into modules by layer name."""
    missing = set(modules)
    with h5py.File(path, "r") as file:
        for layer in read_names(file, "layer_names"):
            group = file[layer]
            arrays = [group[name][()] for name in read_names(group, "weight_names")]
            if not arrays:
                continue
            if layer not in missing:
                raise ValueError(f"{path}: the network has no weights for '{layer}'")
            targets = views(modules[layer])
            found, expected = ([tuple(a.shape) for a in s] for s in (arrays, targets))
            if found != expected:
                raise ValueError(f"{path}: '{layer}' has {found}, expected {expected}")
            for target, array in zip(targets, arrays):
                target.copy_(torch.from_numpy(array))
            missing.remove(layer)
    if missing:
        raise ValueError(f"{path}: no weights for {sorted(missing)}")


def save(path, layers, modules, weight_names):
    """Write modules by layer name; weight_names(layer, module) names the datasets."""
    with h5py.File(path, "w") as file:
        write_names(file, "layer_names", layers)
        for layer in layers:
            group = file.create_group(layer)
            names = []
            if layer in modules:
                names = weight_names(layer, modules[layer])
                for name, array in zip(names, views(modules[layer])):
                    group[name] = array.contiguous().numpy()
            write_names(group, "weight_names", names)
