/**
 * Networks: their layers and what these see, how pixels are given to them. May use nodes and
 * shapes.
 */
package neuralart.network;
