/** Saliency: which pixels of an image decide what a network says, and how far to trust that. */
package neuralart.art.saliency;
