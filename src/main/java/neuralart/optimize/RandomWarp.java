package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import neuralart.plan.PlanDevice;
import neuralart.step.Alteration;
import neuralart.step.Constant;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Shows a loss function an image through new affine transforms at every evaluation, so that
 * patterns must hold when they are moved, scaled and turned a little (C. Olah, A. Mordvintsev and
 * L. Schubert, Feature Visualization, 2017). The loss is the mean of that of its views. Values are
 * interpolated bilinearly, and around the image lies a plain colour.
 */
public final class RandomWarp implements LossFunction {
  private final LossFunction function;
  private final int viewHeight;
  private final int viewWidth;
  private final int height;
  private final int width;
  private final float[] surround;
  private final Supplier<List<Affine>> transforms;
  private final float[] image;
  private final float[] slopes;
  private final float[] view;
  private final float[] viewSlopes;
  private final FloatBuffer variables;
  private final FloatBuffer gradient;
  private final Vectors own;

  /** The transform of the present view; on a device, as {@link Alteration.Sample} has it. */
  private Affine transform = Affine.IDENTITY;

  private final Tensor numbers = new Tensor(Alteration.Sample.NUMBERS);

  /** What the slopes of the present view are divided by. */
  private int views;

  /**
   * @param function of the values of a view, {@code [H, W, C]}
   * @param viewSize rows and columns of a view
   * @param imageSize rows and columns of the image
   * @param surround values of the C channels outside the image
   * @param transforms gives the transforms of the next evaluation, one or more
   */
  public RandomWarp(
      LossFunction function,
      int[] viewSize,
      int[] imageSize,
      float[] surround,
      Supplier<List<Affine>> transforms) {
    this.function = function;
    viewHeight = viewSize[0];
    viewWidth = viewSize[1];
    height = imageSize[0];
    width = imageSize[1];
    this.surround = surround.clone();
    this.transforms = transforms;
    int channels = surround.length;
    image = new float[height * width * channels];
    slopes = new float[image.length];
    view = new float[viewHeight * viewWidth * channels];
    viewSlopes = new float[view.length];
    variables = FloatBuffer.wrap(image);
    gradient = FloatBuffer.wrap(slopes);
    own = new HostVectors(this);
  }

  /** The values of the image, {@code [H, W, C]}. */
  @Override
  public FloatBuffer variables() {
    device().ifPresent(PlanDevice::bringBack);
    return variables;
  }

  @Override
  public FloatBuffer gradient() {
    return gradient;
  }

  @Override
  public Optional<PlanDevice> device() {
    return function.device();
  }

  @Override
  public boolean isOfImage() {
    return false;
  }

  @Override
  public double evaluate() {
    return evaluate(own);
  }

  @Override
  public double evaluate(Vectors vectors) {
    Vectors inner = vectors.inside(function);
    vectors.run(List.of(this, "begin"), () -> List.of(begin(vectors.gradient())));
    List<Affine> affines = transforms.get();
    views = affines.size();
    double loss = 0;
    for (Affine affine : affines) {
      transform = affine;
      vectors.set(numbers, affine.numbers(height, width, views));
      vectors.run(
          List.of(this, "show"), () -> List.of(show(vectors.variables(), inner.variables())));
      loss += function.evaluate(inner) / views;
      vectors.run(List.of(this, "add"), () -> List.of(add(inner.gradient(), vectors.gradient())));
    }
    return loss;
  }

  /** Gives the loss function its view of the image through a transform, without evaluating it. */
  public void show(Affine affine) {
    transform = affine;
    show();
  }

  private void show() {
    new Sampling(transform, false).run();
    function.variables().put(0, view);
  }

  private void add() {
    function.gradient().get(0, viewSlopes);
    for (int i = 0; i < viewSlopes.length && views > 1; i++) {
      viewSlopes[i] /= views;
    }
    new Sampling(transform, true).run();
  }

  private Step begin(Tensor total) {
    return new Step.Either(
        loop("begin", total, total, () -> Arrays.fill(slopes, 0)),
        List.of(new Step.Fill(View.of(total), 0)));
  }

  private Step show(Tensor from, Tensor to) {
    Constant around = new Constant(surround, surround.length);
    Alteration sample = new Alteration.Sample(numbers, around, sizes(), false);
    return new Step.Either(
        loop("view", from, to, this::show), List.of(new Step.Alter(sample, from, to)));
  }

  private Step add(Tensor from, Tensor to) {
    Constant around = new Constant(surround, surround.length);
    Alteration sample = new Alteration.Sample(numbers, around, sizes(), true);
    return new Step.Either(
        loop("slopes", from, to, this::add), List.of(new Step.Alter(sample, from, to)));
  }

  private List<Integer> sizes() {
    return List.of(viewHeight, viewWidth, height, width);
  }

  private static Step.OnHost loop(String name, Tensor from, Tensor to, Runnable loop) {
    return new Step.OnHost(name, List.of(from, to), List.of(to), host -> loop);
  }

  /** One pass over the view, reading the image or adding to its gradient. */
  private final class Sampling {
    private final Affine transform;
    private final boolean backward;

    Sampling(Affine transform, boolean backward) {
      this.transform = transform;
      this.backward = backward;
    }

    void run() {
      for (int v = 0; v < viewHeight; v++) {
        double y = v - (viewHeight - 1) / 2.0;
        for (int u = 0; u < viewWidth; u++) {
          double x = u - (viewWidth - 1) / 2.0;
          double column = transform.column(x, y) + (width - 1) / 2.0;
          double row = transform.row(x, y) + (height - 1) / 2.0;
          sample((v * viewWidth + u) * surround.length, row, column);
        }
      }
    }

    private void sample(int to, double row, double column) {
      int top = (int) Math.floor(row);
      int left = (int) Math.floor(column);
      float down = (float) (row - top);
      float right = (float) (column - left);
      if (!backward) {
        Arrays.fill(view, to, to + surround.length, 0);
      }
      tap(to, top, left, (1 - down) * (1 - right));
      tap(to, top, left + 1, (1 - down) * right);
      tap(to, top + 1, left, down * (1 - right));
      tap(to, top + 1, left + 1, down * right);
    }

    private void tap(int to, int y, int x, float weight) {
      boolean inside = y >= 0 && y < height && x >= 0 && x < width;
      int from = (y * width + x) * surround.length;
      for (int c = 0; c < surround.length; c++) {
        if (!backward) {
          view[to + c] += weight * (inside ? image[from + c] : surround[c]);
        } else if (inside) {
          slopes[from + c] += weight * viewSlopes[to + c];
        }
      }
    }
  }
}
