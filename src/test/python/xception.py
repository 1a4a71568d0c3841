"""Xception without its classifier, as Keras defines it, in PyTorch.

Of the layers without names of their own, conv2d_N, batch_normalization_N and add_N are
numbered in the order of their creation.
"""

import torch.nn.functional as F

import preprocessing
from network import INPUT, Network


class Xception(Network):
    preprocess = staticmethod(preprocessing.to_unit_range)
    deprocess = staticmethod(preprocessing.from_unit_range)

    def build(self):
        x = self.convolution("block1_conv1", INPUT, 32, 2)
        x = self.convolution("block1_conv2", x, 64, 1)
        for block, filters in ((2, 128), (3, 256), (4, 728)):
            x = self.reduction(block, x, filters, filters)
        for block in range(5, 13):
            y = x
            for i in (1, 2, 3):
                y = self.active_separable(f"block{block}_sepconv{i}", y, 728)
            x = self.add_sum(f"add_{block - 1}", y, x)
        x = self.reduction(13, x, 728, 1024)
        for i, filters in ((1, 1536), (2, 2048)):
            x = self.separable(f"block14_sepconv{i}", x, filters)
            x = self.add_relu(f"block14_sepconv{i}_act", x)

    def convolution(self, name, x, filters, stride):
        x = self.add_convolution(name, x, filters, 3, stride=stride, padding=0, bias=False)
        return self.add_relu(f"{name}_act", self.add_scaled_batch_norm(f"{name}_bn", x))

    def separable(self, name, x, filters):
        return self.add_scaled_batch_norm(f"{name}_bn", self.add_separable(name, x, filters))

    def active_separable(self, name, x, filters):
        return self.separable(name, self.add_relu(f"{name}_act", x), filters)

    def reduction(self, block, x, between, filters):
        number = block - 1 if block < 5 else 4
        left = self.add_convolution(
            f"conv2d_{number}", x, filters, 1, stride=2, padding=0, bias=False
        )
        left = self.add_scaled_batch_norm(f"batch_normalization_{number}", left)
        first = self.separable if block == 2 else self.active_separable
        right = first(f"block{block}_sepconv1", x, between)
        right = self.active_separable(f"block{block}_sepconv2", right, filters)
        right = self.add_max_pooling(f"block{block}_pool", right)
        return self.add_sum(f"add_{block - 1}", right, left)

    def padded(self, x):
        """Add TensorFlow's padding to max poolings: less of it before than behind."""
        rows, columns = ((1, 1) if size % 2 else (0, 1) for size in x.shape[2:])
        return F.pad(x, [*columns, *rows], value=float("-inf"))
