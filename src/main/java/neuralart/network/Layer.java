package neuralart.network;

import neuralart.network.node.Role;

/**
 * What a user can know of a layer without running the network.
 *
 * @param name the Keras name, for instance {@code block5_conv2}
 * @param kind what it computes, for instance {@code convolution + ReLU}
 * @param channels feature maps, or filters
 * @param stride pixels of the image between neighbouring values of the layer, to the nearest whole
 *     pixel: 1 also for a layer that was made finer than the image; 0 where every value sees the
 *     whole image
 * @param receptiveField side of the square of image pixels that one value sees, border effects
 *     aside; 0 where that is the whole image, as behind the gates of squeezing and exciting
 * @param parameters number of trained parameters
 * @param role what its last operation is for
 */
public record Layer(
    String name,
    String kind,
    int channels,
    int stride,
    int receptiveField,
    long parameters,
    Role role) {}
