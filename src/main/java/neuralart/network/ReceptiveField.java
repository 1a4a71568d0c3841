package neuralart.network;

/**
 * Where the values of a layer lie in an image of a certain size, and which pixels they are computed
 * from. Positions are indices of pixels: whole numbers are the centres of pixels.
 *
 * @param rows from top to bottom
 * @param columns from left to right
 */
public record ReceptiveField(FieldAxis rows, FieldAxis columns) {}
