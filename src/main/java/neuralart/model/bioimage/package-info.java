/**
 * Packages of bioimage.io: a description, weights in formats that other packages read, test arrays.
 */
package neuralart.model.bioimage;
