/** Feature maps, their statistics, and the parts of images that excite filters most. */
package neuralart.art.maps;
