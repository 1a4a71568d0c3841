"""SqueezeNet v1.1 without its classifier and with it, as Keras defines it, in PyTorch.

Convolution and pooling are valid, except for the padded 3x3 convolutions inside the
fire modules.
"""

import preprocessing
from network import INPUT, Network

FIRE_MODULES = range(2, 10)


class SqueezeNet(Network):
    preprocess = staticmethod(preprocessing.to_caffe)
    deprocess = staticmethod(preprocessing.from_caffe)

    def build(self):
        x = self.add_convolution("conv1", INPUT, 64, 3, stride=2, padding="valid")
        x = self.add_relu("relu_conv1", x)
        x = self.add_max_pooling("pool1", x)
        for number in FIRE_MODULES:
            x = self.add_fire(f"fire{number}", x, 16 * (number // 2))
            if number in (3, 5):
                x = self.add_max_pooling(f"pool{number}", x)

    def add_fire(self, fire, x, squeezed):
        """Add a fire module; it expands to eight times as many channels."""
        x = self.add_rectified(fire, "squeeze1x1", x, squeezed, 1)
        branches = [
            self.add_rectified(fire, f"expand{size}x{size}", x, 4 * squeezed, size)
            for size in (1, 3)
        ]
        return self.add_concatenation(f"{fire}/concat", branches)

    def add_rectified(self, fire, name, x, filters, size):
        x = self.add_convolution(f"{fire}/{name}", x, filters, size)
        return self.add_relu(f"{fire}/relu_{name}", x)


class SqueezeNetTop(SqueezeNet):
    def build(self):
        super().build()
        x = self.add_convolution("conv10", "fire9/concat", 1000, 1)
        x = self.add_relu("relu_conv10", x)

        def mean(activation):
            return activation.mean((2, 3), keepdim=True)

        self.add("global_average_pooling2d_1", 1000, mean, x)
