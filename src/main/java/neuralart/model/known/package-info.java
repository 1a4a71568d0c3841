/** The architectures of known networks. */
package neuralart.model.known;
