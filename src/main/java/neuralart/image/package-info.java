/** Images as arrays: between ImgLib2 and ND4J, and resized. */
package neuralart.image;
