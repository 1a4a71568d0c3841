package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.step.HostCopy;
import neuralart.step.Workers;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Functions of activations as loops without branches or calls, which Java's compiler turns into
 * instructions on many values at once; by several threads, in pieces that stay in the cache. ND4J
 * takes two to five times as long for these.
 */
final class VectorLoops {
  /** Values of a piece. */
  private static final int PIECE = 1 << 14;

  /** Makes a positive number at least 1, and leaves 0 as it is. */
  private static final float HUGE = Float.MAX_VALUE;

  /** Four times this, tanh is 1 in single precision. */
  private static final float SATURATED = 2.5f;

  private VectorLoops() {}

  /** Writes what the first so many values of {@code x} make of those of {@code y} to y. */
  private interface Loop {
    void on(float[] x, float[] y, int count);
  }

  /** {@code target = loop(x)}; they may be the same. */
  private static Runnable value(INDArray x, INDArray target, Loop loop) {
    return gradient(x, x, target, loop);
  }

  /** {@code target = loop(x, g)}; it may be one of them. */
  private static Runnable gradient(INDArray at, INDArray slopes, INDArray target, Loop loop) {
    FloatBuffer x = HostCopy.values(at);
    FloatBuffer g = HostCopy.values(slopes);
    FloatBuffer to = HostCopy.values(target);
    Runnable all = () -> pieces(x, g, to, loop);
    return Ops.onHost(all, List.of(at, slopes), target);
  }

  private static void pieces(FloatBuffer x, FloatBuffer g, FloatBuffer target, Loop loop) {
    int length = target.limit();
    Workers.share(
        (length + PIECE - 1) / PIECE,
        piece -> {
          int first = piece * PIECE;
          int count = Math.min(PIECE, length - first);
          float[] from = Workers.memory(0, PIECE);
          float[] to = Workers.memory(1, PIECE);
          x.get(first, from, 0, count);
          g.get(first, to, 0, count);
          loop.on(from, to, count);
          target.put(first, to, 0, count);
        });
  }

  /** {@code g = 0} where y isn't positive. */
  static Runnable reluGradient(INDArray y, INDArray g) {
    return gradient(
        y,
        g,
        g,
        (at, slopes, count) -> {
          for (int i = 0; i < count; i++) {
            slopes[i] *= Math.min(Math.max(at[i], 0) * HUGE, 1);
          }
        });
  }

  /** {@code y = min(max(x, 0), maximum) + slope min(x, 0)}. */
  static Runnable piecewise(INDArray x, INDArray y, float slope, float maximum) {
    return value(
        x,
        y,
        (from, to, count) -> {
          for (int i = 0; i < count; i++) {
            to[i] = Math.min(Math.max(from[i], 0), maximum) + slope * Math.min(from[i], 0);
          }
        });
  }

  /** {@code g} times the slope of that function, where its value is y. */
  static Runnable piecewiseGradient(INDArray y, INDArray g, float slope, float maximum) {
    float rise = 1 - slope;
    return gradient(
        y,
        g,
        g,
        (at, slopes, count) -> {
          for (int i = 0; i < count; i++) {
            float above = Math.min(Math.max(at[i], 0) * HUGE, 1);
            float below = Math.min(Math.max(maximum - at[i], 0) * HUGE, 1);
            slopes[i] *= (slope + rise * above) * below;
          }
        });
  }

  /** {@code y = x sigmoid(x)}. */
  static Runnable swish(INDArray x, INDArray y) {
    return value(
        x,
        y,
        (from, to, count) -> {
          for (int i = 0; i < count; i++) {
            float half = 0.5f * from[i];
            to[i] = half + half * tanh(half);
          }
        });
  }

  /** {@code target = g} times the slope of swish at x. */
  static Runnable swishGradient(INDArray x, INDArray g, INDArray target) {
    return gradient(
        x,
        g,
        target,
        (at, slopes, count) -> {
          for (int i = 0; i < count; i++) {
            float half = 0.5f * at[i];
            float tanh = tanh(half);
            slopes[i] *= 0.5f * (1 + tanh) * (1 + half * (1 - tanh));
          }
        });
  }

  /**
   * By Lambert's continued fraction at a quarter of x, and {@code tanh(2 x) = 2 tanh(x) / (1 +
   * tanh(x)^2)} twice: within 3e-7.
   */
  private static float tanh(float x) {
    float a = Math.max(Math.min(0.25f * x, SATURATED), -SATURATED);
    float b = a * a;
    float numerator = a * (135135 + b * (17325 + b * (378 + b)));
    float t = numerator / (135135 + b * (62370 + b * (3150 + b * 28)));
    t = 2 * t / (1 + t * t);
    return 2 * t / (1 + t * t);
  }
}
