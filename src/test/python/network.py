"""Convolutional networks with constant weights as graphs of named layers.

The layers carry the names that they have in Keras, and the weights come from the HDF5
file of the Keras model. Written for PyTorch 1.13.
"""

from typing import Callable, NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

import keras_weights
from keras_weights import ScaledBatchNorm, SeparableConvolution

INPUT = "input_1"


class Layer(NamedTuple):
    """A function of the activations of other layers."""

    function: Callable
    inputs: tuple


class Network(nn.Module):
    """A network whose layers can be read by name; subclasses build the graph.

    Without a file of weights they are PyTorch's random ones. With `inplace`, as in
    torchvision, a ReLU overwrites the layer before it, whose own output then can't be
    read.
    """

    pool_size = 3

    def __init__(self, weights=None, dtype=torch.float32, inplace=False):
        super().__init__()
        self.inplace = inplace
        self.graph = {}  # by layer name, every layer after its inputs
        self.channels = {INPUT: 3}
        self.weighted = nn.ModuleDict()
        self.build()
        if weights is not None:
            keras_weights.load(weights, self.weighted)
        self.to(dtype).requires_grad_(False).eval()

    def build(self):
        """Add all layers to the graph."""
        raise NotImplementedError

    def forward(self, image, layers):
        """Give the activations of some layers, running only what leads to them."""
        activations = {INPUT: image}
        for name in self.leading_to(layers):
            function, inputs = self.graph[name]
            activations[name] = function(*(activations[i] for i in inputs))
        return {name: activations[name] for name in layers}

    def leading_to(self, layers):
        """Name the layers that some layers need, with these, inputs first."""
        unknown = sorted(set(layers) - set(self.graph))
        if unknown:
            raise ValueError(f"No such layer: {', '.join(unknown)}")
        needed = set(layers)
        for name in reversed(self.graph):
            if name in needed:
                needed.update(self.graph[name].inputs)
        return [name for name in self.graph if name in needed]

    def truncate(self, layers):
        """Remove what doesn't lead to some layers."""
        kept = self.leading_to(layers)
        self.graph = {name: self.graph[name] for name in kept}
        for name in set(self.weighted) - set(kept):
            del self.weighted[name]

    def add(self, name, channels, function, *inputs):
        """Add a layer and give its name."""
        self.graph[name] = Layer(function, inputs)
        self.channels[name] = channels
        return name

    def add_convolution(self, name, x, filters, kernel_size, relu=False, **options):
        """Add a convolution, with `relu` as one layer with its ReLU."""
        convolution = nn.Conv2d(
            self.channels[x], filters, kernel_size, **{"padding": "same", **options}
        )
        self.weighted[name] = convolution

        def convolve_and_rectify(activation):
            return self.relu(name, convolution(activation))

        return self.add(name, filters, convolve_and_rectify if relu else convolution, x)

    def add_batch_norm(self, name, x):
        """Add a batch normalisation without scale, with Keras' epsilon."""
        normalization = nn.BatchNorm2d(self.channels[x], eps=1e-3)
        self.weighted[name] = normalization
        return self.add(name, self.channels[x], normalization, x)

    def add_scaled_batch_norm(self, name, x, epsilon=1e-3):
        normalization = ScaledBatchNorm(self.channels[x], eps=epsilon)
        self.weighted[name] = normalization
        return self.add(name, self.channels[x], normalization, x)

    def add_separable(self, name, x, filters):
        convolution = SeparableConvolution(self.channels[x], filters)
        self.weighted[name] = convolution
        return self.add(name, filters, convolution, x)

    def add_padding(self, name, x, pixels):
        return self.add(name, self.channels[x], lambda a: F.pad(a, [pixels] * 4), x)

    def add_sum(self, name, x, y):
        return self.add(name, self.channels[x], lambda a, b: a + b, x, y)

    def add_relu(self, name, x):
        return self.add(name, self.channels[x], lambda a: self.relu(name, a), x)

    def add_max_pooling(self, name, x):
        return self.add(name, self.channels[x], lambda a: self.max_pool(x, a), x)

    def add_average_pooling(self, name, x):
        """Add a 3x3 pooling of stride 1, which leaves the padding out of the means."""

        def average(activation):
            return F.avg_pool2d(activation, 3, 1, padding=1, count_include_pad=False)

        return self.add(name, self.channels[x], average, x)

    def add_concatenation(self, name, inputs):
        channels = sum(self.channels[i] for i in inputs)
        return self.add(name, channels, lambda *a: torch.cat(a, 1), *inputs)

    def relu(self, name, x):
        """Apply the ReLU of the given layer."""
        return F.relu(x, inplace=self.inplace)

    def max_pool(self, input_name, x):
        """Apply the max pooling with stride 2 after the given layer."""
        return F.max_pool2d(self.padded(x), self.pool_size, stride=2)

    def padded(self, x):
        """Add the padding of max poolings, of which there is none as a rule."""
        return x
