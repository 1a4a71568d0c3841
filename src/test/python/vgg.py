"""VGG16 and VGG19 without their classifier, as Keras defines them, in PyTorch.

The built-in network has their shape, with fewer channels and convolutions.

A convolution and its ReLU are one layer (block1_conv1, ...), and each of the five
blocks ends in a 2x2 max pooling (block1_pool, ...).
"""

import preprocessing
from network import INPUT, Network

FILTERS = (64, 128, 256, 512, 512)


class VGG(Network):
    pool_size = 2
    filters = FILTERS
    preprocess = staticmethod(preprocessing.to_caffe)
    deprocess = staticmethod(preprocessing.from_caffe)
    convolutions = ()

    def build(self):
        x = INPUT
        for block, (filters, count) in enumerate(zip(self.filters, self.convolutions), 1):
            for i in range(1, count + 1):
                x = self.add_convolution(
                    f"block{block}_conv{i}", x, filters, 3, relu=True
                )
            x = self.add_max_pooling(f"block{block}_pool", x)


class VGG16(VGG):
    convolutions = (2, 2, 3, 3, 3)


class VGG19(VGG):
    convolutions = (2, 2, 4, 4, 4)


class Builtin(VGG):
    filters = (24, 48, 112, 160, 208)
    convolutions = (2, 2, 2, 3, 3)
    preprocess = staticmethod(preprocessing.to_normalized)
    deprocess = staticmethod(preprocessing.from_normalized)
