/** Filter visualisation: images that excite chosen filters of a layer. */
package neuralart.art.filter;
