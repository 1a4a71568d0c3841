/** Networks and their compiled plans: activations, and gradients with respect to the image. */
package neuralart.network;
