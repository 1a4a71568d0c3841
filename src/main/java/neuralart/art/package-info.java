/** What several methods share: how layers and channels are written, titled choices, pyramids. */
package neuralart.art;
