"""Raw little-endian float32 files of one image in NHWC order as NCHW tensors."""

import numpy as np
import torch


def read(path, height, width):
    """Read an image; the number of channels follows from the file's size."""
    image = np.fromfile(path, "<f4").reshape(height, width, -1)
    return torch.from_numpy(image).permute(2, 0, 1)[None].contiguous()


def write(path, image):
    """Write an image as float32."""
    image[0].permute(1, 2, 0).contiguous().numpy().astype("<f4").tofile(path)
