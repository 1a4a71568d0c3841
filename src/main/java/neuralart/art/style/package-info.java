/** Style transfer: the content of one image in the style of others. */
package neuralart.art.style;
