"""The networks by the names that this project gives them."""

from inception import InceptionV3
from squeezenet import SqueezeNet, SqueezeNetTop
from vgg import VGG16, VGG19, Builtin

NETWORKS = {
    "builtin": Builtin,
    "squeezenet": SqueezeNet,
    "squeezenet_top": SqueezeNetTop,
    "vgg16": VGG16,
    "vgg19": VGG19,
    "inceptionv3": InceptionV3,
}
