/**
 * What is done to pixels before a network and to its outputs behind it, as packages of bioimage.io
 * describe it, in the units of the image.
 */
package neuralart.network.processing;
