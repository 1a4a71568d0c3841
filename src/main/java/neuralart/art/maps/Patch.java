package neuralart.art.maps;

import neuralart.network.FieldAxis;

/**
 * A part of an image that a value of a layer sees.
 *
 * @param image index of the image
 * @param slice index of the slice in the image
 * @param value of the filter there
 * @param rows that the value sees; some may lie outside of the image
 * @param columns that the value sees; some may lie outside of the image
 */
public record Patch(
    int image, int slice, float value, FieldAxis.Range rows, FieldAxis.Range columns) {}
