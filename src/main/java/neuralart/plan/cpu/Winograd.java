package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Workers;

/**
 * A convolution with a kernel of 3 x 3 pixels that computes 4 x 4 pixels of the output from 6 x 6
 * of the input at a time (Winograd 1980; Lavin and Gray 2016, <i>Fast Algorithms for Convolutional
 * Neural Networks</i>): {@code Y = A [(G g G') (B d B')] A'}. The products in the middle, summed
 * over the channels, are 36 products of matrices, with a quarter of the multiplications.
 *
 * <p>The transpose of a convolution takes the same transformed weights: see {@link
 * WinogradTransforms}.
 */
final class Winograd {
  /** Rows, and columns, of the output that are computed together. */
  static final int TILE = WinogradTransforms.TILE;

  private static final int PATCH = WinogradTransforms.PATCH;
  private static final int PRODUCTS = PATCH * PATCH;
  private static final int KERNEL = 3;
  private static final int BLOCK = WinogradTransforms.BLOCK;

  /** With fewer channels the transforms take the time that the products save. */
  private static final int LEAST_CHANNELS = 128;

  /** In smaller images the products wait for the weights, of which there are four times as many. */
  private static final int LEAST_WIDTH = 24;

  /** Tiles that are done at a time, about: more make faster products, and take memory. */
  private static final int TILES_AT_A_TIME = 512;

  private final Window window;
  private final Tensor input;
  private final Tensor output;
  private final Weights kernel;
  private final WinogradTransforms transforms;
  private final Shape in;
  private final Shape out;
  private final int columns;
  private final int rows;

  private Winograd(
      Window window, Tensor input, Weights kernel, Tensor output, WinogradTransforms transforms) {
    this.window = window;
    this.input = input;
    this.output = output;
    this.kernel = kernel;
    this.transforms = transforms;
    in = input.shape();
    out = output.shape();
    columns = (out.width() + TILE - 1) / TILE;
    rows = (out.height() + TILE - 1) / TILE;
  }

  /**
   * Whether a convolution is faster this way. The width tells, which an image shares with its
   * strips, and never a timing, which would make the next dream of a seed another one.
   */
  static boolean suits(Window window, Shape input, Shape output) {
    return window.kernelHeight() == KERNEL
        && window.kernelWidth() == KERNEL
        && window.hasUnitStride()
        && !window.isDilated()
        && Math.min(input.channels(), output.channels()) >= LEAST_CHANNELS
        && output.width() >= LEAST_WIDTH;
  }

  /** Adds the steps of a convolution. */
  static void lower(Step.Convolve convolve, Steps steps) {
    WinogradTransforms forward = WinogradTransforms.FORWARD;
    Tensor output = convolve.output();
    new Winograd(convolve.window(), convolve.input(), convolve.kernel(), output, forward)
        .lower(steps);
    convolve.bias().ifPresent(bias -> steps.add(new Step.AddBias(output, bias)));
  }

  /**
   * Adds the steps of a convolution with a kernel that is turned by 180 degrees, from its output
   * channels to its input channels.
   *
   * @param kernel before it is turned
   */
  static void lowerTurned(Window window, Tensor input, Weights kernel, Tensor output, Steps steps) {
    new Winograd(window, input, kernel, output, WinogradTransforms.TURNED).lower(steps);
  }

  private void lower(Steps steps) {
    int most = Math.min(rows, Math.max(1, TILES_AT_A_TIME / columns));
    int times = (rows + most - 1) / most;
    long largest = (rows + times - 1) / times;
    Tensor patches = steps.scratch(PRODUCTS, largest * columns, 1, in.channels());
    Tensor products = steps.scratch(PRODUCTS, largest * columns, 1, out.channels());
    // The same steps again are bound once, which spares much of Java's memory.
    Map<Integer, List<Step>> multiplications = new HashMap<>();
    for (int k = 0; k < times; k++) {
      int first = k * rows / times; // few tiles alone would be rounded in another way
      int count = (k + 1) * rows / times - first;
      addPatches(first, count, patches, steps);
      multiplications
          .computeIfAbsent(count, all -> multiplications((long) all * columns, patches, products))
          .forEach(steps::add);
      addTiles(first, count, products, steps);
    }
  }

  /** Adds the transform of the patches of some rows of tiles. */
  private void addPatches(int first, int count, Tensor patches, Steps steps) {
    steps.add(
        new Step.OnHost(
            "patches",
            List.of(input),
            List.of(patches),
            host -> {
              FloatBuffer image = host.values(input);
              FloatBuffer transformed = host.values(patches);
              return () ->
                  Workers.share(count, row -> patches(image, first, row, count, transformed));
            }));
  }

  /** Adds the transform of products to some rows of tiles. */
  private void addTiles(int first, int count, Tensor products, Steps steps) {
    steps.add(
        new Step.OnHost(
            "tiles",
            List.of(products, output),
            List.of(output),
            host -> {
              FloatBuffer transformed = host.values(products);
              FloatBuffer image = host.values(output);
              return () ->
                  Workers.share(count, row -> tiles(transformed, first, row, count, image));
            }));
  }

  /**
   * The products. The sums over some channels at a time are added up, which halves the rounding of
   * one sum over all of them: it is then no more than that of the convolution itself.
   */
  private List<Step> multiplications(long tiles, Tensor patches, Tensor products) {
    long from = kernel.size(2);
    long to = kernel.size(3);
    Weights weights =
        kernel.form(
            Winograd.class,
            values -> WinogradTransforms.transformWeights(kernel, values),
            PRODUCTS,
            1,
            from,
            to);
    boolean turned = transforms.isTurned();
    List<Step> steps = new ArrayList<>();
    for (int k = 0; k < PRODUCTS; k++) {
      View all = View.of(weights, transforms.weights(k) * from * to, from, to);
      View z = View.of(products, k * tiles * out.channels(), tiles, out.channels());
      for (int c = 0; c < in.channels(); c += BLOCK) {
        long block = Math.min(BLOCK, in.channels() - c);
        View x = View.of(patches, ((long) k * in.channels() + c) * tiles, tiles, block);
        View y = all.part(turned ? 1 : 0, c, block, 1);
        steps.add(new Step.Multiply(x, false, y, turned, z, 1, c == 0 ? 0 : 1));
      }
    }
    return steps;
  }

  /** Transforms the patches of a row of tiles: a matrix for each product and block of channels. */
  private void patches(FloatBuffer image, int first, int row, int count, FloatBuffer transformed) {
    int channels = in.channels();
    int top = (first + row) * TILE - window.padTop(in.height());
    int before = window.padLeft(in.width());
    WinogradTransforms.Patch patch = WinogradTransforms.Patch.ofThread();
    for (int c = 0; c < channels; c += BLOCK) {
      int block = Math.min(BLOCK, channels - c);
      for (int column = 0; column < columns; column++) {
        int left = column * TILE - before;
        for (int k = 0; k < PRODUCTS; k++) {
          read(image, top + k / PATCH, left + k % PATCH, c, patch.pixels()[k], block);
        }
        transforms.transformPatch(patch, block);
        for (int k = 0; k < PRODUCTS; k++) {
          int matrix = (k * channels + c) * count * columns;
          int place = matrix + (row * columns + column) * block;
          transformed.put(place, patch.pixels()[k], 0, block);
        }
      }
    }
  }

  /** Reads channels of a pixel, zeros outside the image. */
  private void read(FloatBuffer image, int y, int x, int first, float[] pixel, int count) {
    if (y < 0 || y >= in.height() || x < 0 || x >= in.width()) {
      Arrays.fill(pixel, 0, count, 0);
    } else {
      image.get((y * in.width() + x) * in.channels() + first, pixel, 0, count);
    }
  }

  /** Transforms the products back to a row of tiles. */
  private void tiles(FloatBuffer transformed, int first, int row, int count, FloatBuffer image) {
    int channels = out.channels();
    WinogradTransforms.Patch tile = WinogradTransforms.Patch.ofThread();
    for (int column = 0; column < columns; column++) {
      int index = row * columns + column;
      for (int c = 0; c < channels; c += BLOCK) {
        int block = Math.min(BLOCK, channels - c);
        for (int k = 0; k < PRODUCTS; k++) {
          int place = (k * count * columns + index) * channels + c;
          transformed.get(place, tile.pixels()[k], 0, block);
        }
        transforms.transformTile(tile, block);
        write(tile.pixels(), first + row, column, c, block, image);
      }
    }
  }

  /** Writes channels of the pixels of a tile that lie in the image. */
  private void write(float[][] tile, int row, int column, int first, int count, FloatBuffer image) {
    for (int dy = 0; dy < Math.min(TILE, out.height() - row * TILE); dy++) {
      for (int dx = 0; dx < Math.min(TILE, out.width() - column * TILE); dx++) {
        int pixel = (row * TILE + dy) * out.width() + column * TILE + dx;
        image.put(pixel * out.channels() + first, tile[dy * PATCH + dx], 0, count);
      }
    }
  }
}
