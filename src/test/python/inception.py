"""InceptionV3 without its classifier, as Keras defines it, in PyTorch.

The layers are numbered in the order of their creation in keras.applications: conv2d_N,
batch_normalization_N and activation_N for N = 1..94, max_pooling2d_1..4,
average_pooling2d_1..9, and the concatenations mixed0..10, mixed9_0, mixed9_1,
concatenate_1 and concatenate_2.
"""

from collections import Counter

import preprocessing
from network import INPUT, Network

REDUCING = {"strides": 2, "padding": "valid"}


class InceptionV3(Network):
    preprocess = staticmethod(preprocessing.to_unit_range)
    deprocess = staticmethod(preprocessing.from_unit_range)

    def build(self):
        self.numbers = Counter()
        x = self.conv2d_bn(INPUT, 32, 3, 3, **REDUCING)
        x = self.conv2d_bn(x, 32, 3, 3, padding="valid")
        x = self.conv2d_bn(x, 64, 3, 3)
        x = self.max_pooling(x)
        x = self.conv2d_bn(x, 80, 1, 1, padding="valid")
        x = self.conv2d_bn(x, 192, 3, 3, padding="valid")
        x = self.max_pooling(x)
        for number, pooled_filters in enumerate((32, 64, 64)):
            x = self.mixed_of_5x5(f"mixed{number}", x, pooled_filters)
        x = self.first_reduction("mixed3", x)
        for number, filters in enumerate((128, 160, 160, 192), 4):
            x = self.mixed_of_7x7(f"mixed{number}", x, filters)
        x = self.second_reduction("mixed8", x)
        x = self.mixed_of_split_3x3("mixed9", x, "mixed9_0")
        self.mixed_of_split_3x3("mixed10", x, "mixed9_1")

    def mixed_of_5x5(self, name, x, pooled_filters):
        branch_1x1 = self.conv2d_bn(x, 64, 1, 1)
        branch_5x5 = self.chain(x, (48, 1, 1), (64, 5, 5))
        branch_3x3 = self.chain(x, (64, 1, 1), (96, 3, 3), (96, 3, 3))
        pooled = self.pooled_branch(x, pooled_filters)
        return self.add_concatenation(
            name, [branch_1x1, branch_5x5, branch_3x3, pooled]
        )

    def first_reduction(self, name, x):
        branch_3x3 = self.conv2d_bn(x, 384, 3, 3, **REDUCING)
        branch_double = self.chain(x, (64, 1, 1), (96, 3, 3))
        branch_double = self.conv2d_bn(branch_double, 96, 3, 3, **REDUCING)
        pooled = self.max_pooling(x)
        return self.add_concatenation(name, [branch_3x3, branch_double, pooled])

    def mixed_of_7x7(self, name, x, filters):
        branch_1x1 = self.conv2d_bn(x, 192, 1, 1)
        branch_7x7 = self.chain(x, (filters, 1, 1), (filters, 1, 7), (192, 7, 1))
        branch_double = self.chain(
            x,
            (filters, 1, 1),
            (filters, 7, 1),
            (filters, 1, 7),
            (filters, 7, 1),
            (192, 1, 7),
        )
        pooled = self.pooled_branch(x, 192)
        return self.add_concatenation(
            name, [branch_1x1, branch_7x7, branch_double, pooled]
        )

    def second_reduction(self, name, x):
        branch_3x3 = self.conv2d_bn(x, 192, 1, 1)
        branch_3x3 = self.conv2d_bn(branch_3x3, 320, 3, 3, **REDUCING)
        branch_7x7 = self.chain(x, (192, 1, 1), (192, 1, 7), (192, 7, 1))
        branch_7x7 = self.conv2d_bn(branch_7x7, 192, 3, 3, **REDUCING)
        pooled = self.max_pooling(x)
        return self.add_concatenation(name, [branch_3x3, branch_7x7, pooled])

    def mixed_of_split_3x3(self, name, x, split_name):
        branch_1x1 = self.conv2d_bn(x, 320, 1, 1)
        branch_3x3 = self.split(self.conv2d_bn(x, 384, 1, 1), split_name)
        branch_double = self.chain(x, (448, 1, 1), (384, 3, 3))
        branch_double = self.split(branch_double, self.numbered("concatenate"))
        pooled = self.pooled_branch(x, 192)
        return self.add_concatenation(
            name, [branch_1x1, branch_3x3, branch_double, pooled]
        )

    def split(self, x, name):
        """Add a 1x3 and a 3x1 convolution beside each other."""
        branches = [self.conv2d_bn(x, 384, 1, 3), self.conv2d_bn(x, 384, 3, 1)]
        return self.add_concatenation(name, branches)

    def pooled_branch(self, x, filters):
        x = self.add_average_pooling(self.numbered("average_pooling2d"), x)
        return self.conv2d_bn(x, filters, 1, 1)

    def max_pooling(self, x):
        return self.add_max_pooling(self.numbered("max_pooling2d"), x)

    def chain(self, x, *convolutions):
        """Add convolutions (filters, rows, columns) after each other."""
        for convolution in convolutions:
            x = self.conv2d_bn(x, *convolution)
        return x

    def conv2d_bn(self, x, filters, rows, columns, padding="same", strides=1):
        """Add a convolution without bias, its batch normalisation and its ReLU."""
        x = self.add_convolution(
            self.numbered("conv2d"),
            x,
            filters,
            (rows, columns),
            stride=strides,
            padding=padding,
            bias=False,
        )
        x = self.add_batch_norm(self.numbered("batch_normalization"), x)
        return self.add_relu(self.numbered("activation"), x)

    def numbered(self, kind):
        """Give the next layer of a kind its name."""
        self.numbers[kind] += 1
        return f"{kind}_{self.numbers[kind]}"
