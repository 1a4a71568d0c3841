/** The optimisation of pixels: gradients, steps, transforms and who watches them. */
package neuralart.optimize;
