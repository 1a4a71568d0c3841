"""Trains a small feed-forward style network (Johnson, Alahi and Fei-Fei 2016) and exports it to ONNX.

Reflection padding, instance normalisation (Ulyanov et al. 2016), nearest up-sampling with convolutions;
pixels of 0 to 1 in and out.

    style_network.py VGG_FOLDER IMAGE_FOLDER STYLE_IMAGE OUTPUT.onnx SECONDS

VGG_FOLDER holds the weights of VGG19's first three blocks as NumPy files named as torchvision names them.
"""

import glob
import random
import sys
import time

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

SIDE = 112
BATCH = 2
STYLE_WEIGHT = 6e3
CONTENT_WEIGHT = 1.0
VARIATION_WEIGHT = 1e-1
SEED = 1


class Convolution(nn.Module):
    """Reflection padding, a convolution, instance normalisation and ReLU."""

    def __init__(self, inputs, outputs, size, stride=1, up=1, last=False):
        super().__init__()
        self.up = up
        self.pad = nn.ReflectionPad2d(size // 2)
        self.convolution = nn.Conv2d(inputs, outputs, size, stride)
        self.norm = None if last else nn.InstanceNorm2d(outputs, affine=True)
        self.last = last

    def forward(self, x):
        if self.up > 1:
            x = F.interpolate(x, scale_factor=self.up, mode="nearest")
        x = self.convolution(self.pad(x))
        return x if self.last else F.relu(self.norm(x))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.first = Convolution(channels, channels, 3)
        self.pad = nn.ReflectionPad2d(1)
        self.second = nn.Conv2d(channels, channels, 3)
        self.norm = nn.InstanceNorm2d(channels, affine=True)

    def forward(self, x):
        return x + self.norm(self.second(self.pad(self.first(x))))


class StyleNetwork(nn.Module):
    def __init__(self, width=16, blocks=4):
        super().__init__()
        self.layers = nn.Sequential(
            Convolution(3, width, 9),
            Convolution(width, 2 * width, 3, stride=2),
            Convolution(2 * width, 4 * width, 3, stride=2),
            *[Residual(4 * width) for _ in range(blocks)],
            Convolution(4 * width, 2 * width, 3, up=2),
            Convolution(2 * width, width, 3, up=2),
            Convolution(width, 3, 9, last=True),
        )

    def forward(self, x):
        return self.layers(x - 0.5) + 0.5


class Vgg(nn.Module):
    """The activations of VGG19 after conv1_2, conv2_2 and conv3_2."""

    def __init__(self, folder):
        super().__init__()
        self.convolutions = []
        for layer in (0, 2, 5, 7, 10, 12):
            weight, bias = (
                torch.from_numpy(np.load(f"{folder}/features_features_{layer}_{kind}.npy")).float()
                for kind in ("weight", "bias")
            )
            self.convolutions.append((layer, weight, bias))
        self.mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
        self.deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)

    def forward(self, x):
        x = (x - self.mean) / self.deviation
        kept = []
        for layer, weight, bias in self.convolutions:
            if layer in (5, 10):
                x = F.max_pool2d(x, 2)
            x = F.relu(F.conv2d(x, weight, bias, padding=1))
            if layer in (2, 7, 12):
                kept.append(x)
        return kept


def gram(x):
    b, c, h, w = x.shape
    flat = x.reshape(b, c, h * w)
    return flat @ flat.transpose(1, 2) / (c * h * w)


def picture(path, side):
    image = Image.open(path).convert("RGB")
    scale = side / min(image.size)
    image = image.resize([max(side, round(s * scale)) for s in image.size], Image.LANCZOS)
    left, top = ((s - side) // 2 for s in image.size)
    image = image.crop((left, top, left + side, top + side))
    return torch.from_numpy(np.asarray(image, dtype=np.float32) / 255).permute(2, 0, 1)


def train(vgg_folder, image_folder, style, output, seconds):
    torch.manual_seed(SEED)
    random.seed(SEED)
    vgg = Vgg(vgg_folder)
    files = sorted(glob.glob(image_folder + "/*.jpg"))
    with torch.no_grad():
        targets = [gram(x) for x in vgg(picture(style, 256)[None])]
    network = StyleNetwork()
    optimizer = torch.optim.Adam(network.parameters(), 2e-3)
    start = time.time()
    step = 0
    while time.time() - start < seconds:
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * max(0.1, 1 - (time.time() - start) / seconds)
        batch = torch.stack([picture(random.choice(files), SIDE) for _ in range(BATCH)])
        made = network(batch)
        with torch.no_grad():
            content = vgg(batch)[1]
        seen = vgg(made)
        style_loss = sum(F.mse_loss(gram(a), b.expand(BATCH, -1, -1)) for a, b in zip(seen, targets))
        content_loss = F.mse_loss(seen[1], content)
        variation = (made[..., 1:] - made[..., :-1]).abs().mean() + (
            made[..., 1:, :] - made[..., :-1, :]
        ).abs().mean()
        loss = STYLE_WEIGHT * style_loss + CONTENT_WEIGHT * content_loss + VARIATION_WEIGHT * variation
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 25 == 0:
            print(
                f"{step} {time.time() - start:.0f} s style {STYLE_WEIGHT * style_loss:.3f}"
                f" content {CONTENT_WEIGHT * content_loss:.3f}",
                flush=True,
            )
        step += 1
    network.eval()
    torch.onnx.export(
        network,
        torch.zeros(1, 3, SIDE, SIDE),
        output,
        opset_version=11,
        input_names=["image"],
        output_names=["styled"],
        dynamic_axes={"image": {2: "height", 3: "width"}, "styled": {2: "height", 3: "width"}},
    )


if __name__ == "__main__":
    train(*sys.argv[1:5], float(sys.argv[5]))
