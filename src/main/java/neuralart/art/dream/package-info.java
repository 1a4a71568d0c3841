/** DeepDream: images in which a network sees more of what it sees already. */
package neuralart.art.dream;
