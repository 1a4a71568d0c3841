/** The operations that networks are made of, each with its forward and its backward pass. */
package neuralart.network.node;
