/** Fill Selection: a part of an image is invented so that it fits its surroundings. */
package neuralart.art.fill;
