package neuralart.art.saliency;

import java.util.Locale;
import java.util.Optional;
import neuralart.art.Options;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.optimize.Monitor;

/**
 * Covers one patch after the other with the baseline: a pixel's value is the mean of what was lost
 * by the patches that covered it.
 */
final class Occlusion implements MapMaker {
  /** Patches that cover the longer side, where the user wants no other size. */
  private static final int SHARE = 8;

  private final Preprocessing preprocessing;
  private final Baseline baseline;
  private final boolean signed;
  private final int side;
  private final int stride;
  private final ValuePlan plan;

  Occlusion(
      Network network, SaliencyTarget target, SaliencyOptions options, int height, int width) {
    preprocessing = network.preprocessing();
    baseline = options.baseline();
    signed = options.signed();
    int eighth = Math.max((Math.max(height, width) + SHARE / 2) / SHARE, 1);
    side = options.patch() == 0 ? eighth : options.patch();
    stride = options.stride() == 0 ? (side + 1) / 2 : options.stride();
    Options.require(stride <= side, "stride", stride, "the side of a patch, " + side + ", at most");
    plan = new ValuePlan(network, target.layer(), target, height, width);
  }

  @Override
  public Optional<SaliencyMap> make(Picture input, Monitor monitor) {
    Picture cover = preprocessing.toInput(baseline.of(preprocessing.toRgb(input)));
    int rows = positions(input.height());
    int columns = positions(input.width());
    double value = plan.of(input);
    double[] lost = new double[input.height() * input.width()];
    int[] covered = new int[lost.length];
    for (int i = 0; i < rows * columns; i++) {
      Patch patch = new Patch(input, i / columns * stride, i % columns * stride);
      patch.add(value - plan.of(patch.covered(input, cover)), lost, covered);
      String stage = String.format(Locale.ROOT, "patch %d of %d", i + 1, rows * columns);
      if (!monitor.update(new Monitor.Progress(stage, (i + 1.0) / (rows * columns)))) {
        return Optional.empty();
      }
    }
    float[] map = new float[lost.length];
    for (int i = 0; i < map.length; i++) {
      double mean = lost[i] / covered[i];
      map[i] = (float) (signed ? mean : Math.abs(mean));
    }
    return Optional.of(new SaliencyMap(map, value));
  }

  /** Patches until the last pixel is covered; the last patch may be smaller. */
  private int positions(int pixels) {
    int beyond = Math.max(pixels - side, 0);
    return (beyond + stride - 1) / stride + 1;
  }

  private final class Patch {
    private final int top;
    private final int left;
    private final int bottom;
    private final int right;
    private final int width;

    Patch(Picture input, int top, int left) {
      this.top = top;
      this.left = left;
      width = input.width();
      bottom = Math.min(top + side, input.height());
      right = Math.min(left + side, width);
    }

    Picture covered(Picture input, Picture cover) {
      Picture covered = input.copy();
      int channels = input.channels();
      for (int y = top; y < bottom; y++) {
        int length = (right - left) * channels;
        System.arraycopy(cover.row(y), left * channels, covered.row(y), left * channels, length);
      }
      return covered;
    }

    void add(double loss, double[] lost, int[] covered) {
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          lost[y * width + x] += loss;
          covered[y * width + x]++;
        }
      }
    }
  }

  @Override
  public void close() {
    plan.close();
  }
}
