/** The methods: what is done to an image, with the options that decide how. */
package neuralart.art;
