package neuralart.imagej;

import ij.VirtualStack;
import ij.process.ImageProcessor;
import java.util.function.IntFunction;

/** Slices that are read from other stacks each time they are asked for. */
final class SliceView extends VirtualStack {
  private final int size;
  private final IntFunction<ImageProcessor> slices;
  private final IntFunction<String> labels;

  /**
   * @param size number of slices
   * @param slices gives a slice, from 1
   * @param labels gives the label of a slice, from 1; may be null
   */
  SliceView(
      int width,
      int height,
      int bitDepth,
      int size,
      IntFunction<ImageProcessor> slices,
      IntFunction<String> labels) {
    super(width, height, null, "");
    setBitDepth(bitDepth);
    this.size = size;
    this.slices = slices;
    this.labels = labels;
  }

  @Override
  public ImageProcessor getProcessor(int n) {
    ImageProcessor slice = slices.apply(translate(n));
    slice.setCalibrationTable(cTable);
    return slice;
  }

  @Override
  public int getSize() {
    return size;
  }

  @Override
  public String getSliceLabel(int n) {
    return labels.apply(n);
  }
}
