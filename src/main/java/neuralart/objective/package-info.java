/** The terms of losses, in phases, so that an image may pass in pieces. */
package neuralart.objective;
