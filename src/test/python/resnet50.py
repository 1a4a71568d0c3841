"""ResNet50 without its classifier and with it, as Keras defines it, in PyTorch.

Convolutions have biases; those that halve the size are the first of a block, of single
pixels.
"""

from torch import nn

import preprocessing
from network import INPUT, Network

EPSILON = 1.001e-5


class ResNet50(Network):
    preprocess = staticmethod(preprocessing.to_caffe)
    deprocess = staticmethod(preprocessing.from_caffe)

    def build(self):
        x = self.add_padding("conv1_pad", INPUT, 3)
        x = self.unit("conv1", x, 64, 7, 2, padding=0)
        x = self.add_relu("conv1_relu", x)
        x = self.add_padding("pool1_pad", x, 1)
        x = self.add_max_pooling("pool1_pool", x)
        for stage, (filters, blocks) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3)), 2):
            for block in range(1, blocks + 1):
                stride = 2 if block == 1 and stage > 2 else 1
                x = self.block(f"conv{stage}_block{block}", x, filters, stride, block == 1)

    def unit(self, name, x, filters, size, stride=1, padding="same"):
        if stride > 1:
            padding = 0
        x = self.add_convolution(f"{name}_conv", x, filters, size, stride=stride, padding=padding)
        return self.add_scaled_batch_norm(f"{name}_bn", x, EPSILON)

    def block(self, name, x, filters, stride, projects):
        left = self.unit(f"{name}_0", x, 4 * filters, 1, stride) if projects else x
        right = self.add_relu(f"{name}_1_relu", self.unit(f"{name}_1", x, filters, 1, stride))
        right = self.add_relu(f"{name}_2_relu", self.unit(f"{name}_2", right, filters, 3))
        right = self.unit(f"{name}_3", right, 4 * filters, 1)
        return self.add_relu(f"{name}_out", self.add_sum(f"{name}_add", left, right))


class ResNet50Top(ResNet50):
    """The dense layer has a name in files that it doesn't have in newer versions of Keras.

    `predictions` is its softmax.
    """

    def build(self):
        super().build()
        dense = nn.Linear(self.channels["conv5_block3_out"], 1000)
        self.weighted["probs"] = dense

        def mean(activation):
            return activation.mean((2, 3), keepdim=True)

        def multiply(activation):
            return dense(activation.flatten(1))[:, :, None, None]

        x = self.add("avg_pool", dense.in_features, mean, "conv5_block3_out")
        x = self.add("probs", dense.out_features, multiply, x)
        self.add("predictions", dense.out_features, lambda a: a.softmax(1), x)
