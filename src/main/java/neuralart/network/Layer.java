package neuralart.network;

/**
 * What a user can know of a layer without running the network.
 *
 * @param name the Keras name, for instance {@code block5_conv2}
 * @param kind what it computes, for instance {@code convolution + ReLU}
 * @param channels feature maps, or filters
 * @param stride pixels of the image between neighbouring values of the layer
 * @param receptiveField side of the square of image pixels that one value sees, border effects
 *     aside
 * @param parameters number of trained parameters
 */
public record Layer(
    String name, String kind, int channels, int stride, int receptiveField, long parameters) {}
