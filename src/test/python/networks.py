"""The networks by the names that this project gives them."""

from inception import InceptionV3
from resnet50 import ResNet50, ResNet50Top
from squeezenet import SqueezeNet, SqueezeNetTop
from vgg import VGG16, VGG19, Builtin
from xception import Xception

NETWORKS = {
    "builtin": Builtin,
    "squeezenet": SqueezeNet,
    "squeezenet_top": SqueezeNetTop,
    "vgg16": VGG16,
    "vgg19": VGG19,
    "inceptionv3": InceptionV3,
    "resnet50": ResNet50,
    "resnet50_top": ResNet50Top,
    "xception": Xception,
}
