"""Inputs of Keras' networks from RGB images of 0..255, NCHW, and back unclipped."""

MEAN_BGR = (103.939, 116.779, 123.68)


def to_caffe(rgb):
    """Reverse the channels and subtract the mean."""
    return rgb.flip(1) - rgb.new_tensor(MEAN_BGR).view(1, 3, 1, 1)


def from_caffe(image):
    return (image + image.new_tensor(MEAN_BGR).view(1, 3, 1, 1)).flip(1)


def to_unit_range(rgb):
    """Scale to -1..1."""
    return rgb / 127.5 - 1


def from_unit_range(image):
    return (image + 1) * 127.5


def to_normalized(rgb):
    """Subtract the mean and divide by the deviation of the built-in network's training."""
    return (rgb / 255 - 0.45) / 0.25


def from_normalized(image):
    return (image * 0.25 + 0.45) * 255
