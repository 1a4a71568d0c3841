"""Trains the built-in network to predict the feature maps of two freely licensed teachers.

SqueezeNet v1.1 and a VGG19-shaped encoder look at crops of photographs, textures and
micrographs; 1x1 adaptors on the last convolution of each block learn to predict their
maps. The student starts from the weights of an earlier training, if given, with new
channels that don't change what it computes. Run it again to resume after a kill:

    train_builtin.py DATA OUT --start DATA/models/builtin_baseline/student_fp16.npz

OUT/student.npz has the averaged weights, ready for pack_builtin.py. The crops of a step
depend only on the seed and the step's number. Written for PyTorch 1.13.
"""

import argparse
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from crops import Crops
from distillation import (
    BLOCKS,
    ENCODER,
    ENCODER_BLOCKS,
    SQUEEZENET,
    AlignedSqueezeNet,
    Encoder,
    Ridge,
    read_weights,
)
from student import Student

WEIGHTS = {"fire3": 1, "fire5": 1.3, "fire8": 2.4} | {name: 0.2 for name in ENCODER_BLOCKS}
WARM_UP = 200
CALIBRATION = 25
DECAY = 0.998
CLIP = 2


class Teachers:
    """Both teachers, with what is needed to weigh the errors of their predictions."""

    def __init__(self, models, crops):
        self.networks = [AlignedSqueezeNet(models / SQUEEZENET), Encoder(models / ENCODER)]
        for network in self.networks:
            network.to(memory_format=torch.channels_last)
        sums = {name: torch.zeros(2, 1) for name in BLOCKS}
        for rgb in crops:
            for name, map_ in self.maps(rgb).items():
                map_ = map_.double()
                moments = torch.stack([map_.mean((0, 2, 3)), map_.pow(2).mean((0, 2, 3))])
                sums[name] = sums[name] + moments / len(crops)
        self.channels = {name: moments.shape[1] for name, moments in sums.items()}
        self.variances = {n: (s[1] - s[0].pow(2)).mean().item() for n, s in sums.items()}

    @torch.no_grad()
    def maps(self, rgb):
        rgb = rgb.contiguous(memory_format=torch.channels_last)
        return {n: m for network in self.networks for n, m in network.maps(rgb).items()}


def errors(predictions, targets, variances):
    """Give the unexplained share of each map's variance over the batch, by name."""
    return {
        name: (predictions[name].float() - target.float()).pow(2).mean() / variances[name]
        for name, target in targets.items()
    }


@torch.no_grad()
def fit_adaptors(student, teachers, crops):
    ridges = {name: Ridge() for name in BLOCKS}
    for rgb in crops:
        maps = student.blocks(rgb)
        for name, target in teachers.maps(rgb).items():
            ridges[name].add(maps[BLOCKS[name]], target)
    for name, ridge in ridges.items():
        solution = ridge.solve(1e-3).float()
        adaptor = student.adaptors[name]
        adaptor.weight.copy_(solution[:-1].T[:, :, None, None])
        adaptor.bias.copy_(solution[-1])


class Training:
    """The state of a training, with its checkpoint in a folder."""

    def __init__(self, options):
        self.options = options
        self.checkpoint = options.out / "checkpoint.pt"
        torch.manual_seed(options.seed)
        self.crops = Crops(options.data, options.side, options.batch, options.seed)
        first = [self.crops.batch_of(-1 - i) for i in range(CALIBRATION)]
        self.teachers = Teachers(options.data / "models", first)
        channels = self.teachers.channels
        self.student = Student(options.widths, channels).to(memory_format=torch.channels_last)
        self.average = Student(options.widths, channels).requires_grad_(False)
        self.optimizer = torch.optim.Adam(self.student.parameters(), lr=options.rate)
        self.step = 0
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint)
            self.step = state["step"]
            for part in ("student", "average", "optimizer"):
                getattr(self, part).load_state_dict(state[part])
        else:
            if options.start is not None:
                self.student.start(read_weights(options.start), first)
                self.student.eval()
                fit_adaptors(self.student, self.teachers, first)
                self.student.train()
            self.average.load_state_dict(self.student.state_dict())

    def rate(self):
        """Give the learning rate: a short warm-up, then half a cosine to 0."""
        progress = min(1, self.step / self.options.steps)
        warm = min(1, (self.step + 1) / WARM_UP)
        return self.options.rate * warm * (1 + math.cos(math.pi * progress)) / 2

    def advance(self):
        """Take a step; gives the errors by map."""
        rgb = self.crops.batch_of(self.step).contiguous(memory_format=torch.channels_last)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        with torch.autocast("cpu", torch.bfloat16):
            found = errors(self.student(rgb), self.teachers.maps(rgb), self.teachers.variances)
        self.optimizer.zero_grad(set_to_none=True)
        sum(WEIGHTS[name] * error for name, error in found.items()).backward()
        nn.utils.clip_grad_norm_(self.student.parameters(), CLIP)
        self.optimizer.step()
        self.step += 1
        self.follow()
        return {name: error.item() for name, error in found.items()}

    @torch.no_grad()
    def follow(self):
        """Move the averaged weights and statistics towards the present ones."""
        decay = min(DECAY, self.step / (self.step + 10))
        for mean, value in zip(
            self.average.state_dict().values(), self.student.state_dict().values()
        ):
            if mean.is_floating_point():
                mean.lerp_(value, 1 - decay)
            else:
                mean.copy_(value)

    def save(self):
        """Write checkpoint and weights; each file is whole at any time."""
        parts = ("student", "average", "optimizer")
        state = {part: getattr(self, part).state_dict() for part in parts}
        written = self.checkpoint.with_suffix(".new")
        torch.save(state | {"step": self.step}, written)
        os.replace(written, self.checkpoint)
        written = self.options.out / "student.new.npz"
        np.savez(written, **self.average.folded())
        os.replace(written, self.options.out / "student.npz")

    def run(self):
        means, since = {}, time.time()
        while self.step < self.options.steps:
            for name, error in self.advance().items():
                means[name] = means.get(name, 0) + error / self.options.report
            if self.step % self.options.report == 0:
                speed = self.options.report * self.options.batch / (time.time() - since)
                explained = " ".join(f"{name} {1 - mean:.3f}" for name, mean in means.items())
                print(f"{self.step} {speed:.0f} crops/s, explained: {explained}", flush=True)
                means, since = {}, time.time()
            if self.step % self.options.every == 0:
                self.save()
        self.save()


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with models and images")
    parser.add_argument("out", type=Path, help="folder for the checkpoint and the weights")
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument(
        "--widths", type=int, nargs=5, default=[24, 48, 112, 160, 208], help="channels by block"
    )
    parser.add_argument("--steps", type=int, default=20000, help="may change on resuming")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--side", type=int, default=112, help="of the crops, in pixels")
    parser.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--report", type=int, default=100, help="steps between reports")
    parser.add_argument("--every", type=int, default=100, help="steps between checkpoints")
    return parser.parse_args()


def main():
    options = parse()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    Training(options).run()


if __name__ == "__main__":
    main()
