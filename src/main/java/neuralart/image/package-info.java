/** Pictures, which all packages but the engine's own hand to each other: resized, recoloured. */
package neuralart.image;
