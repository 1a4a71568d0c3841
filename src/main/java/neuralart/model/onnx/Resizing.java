package neuralart.model.onnx;

import java.util.List;
import java.util.Optional;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Known;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.DepthToSpace;
import neuralart.network.node.ResampledAxis;
import neuralart.network.node.ResampledAxis.Coordinates;
import neuralart.network.node.ResampledAxis.Interpolation;
import neuralart.network.node.Resampling;
import neuralart.network.node.Upsampling;
import neuralart.step.Shape;

/** Operators that make images larger or smaller. */
final class Resizing {
  private static final int COORDINATES = 11;
  private static final int LARGEST_SIDE = 1 << 18;

  private Resizing() {}

  /** Where the values lie, and which are taken. */
  private record Method(Interpolation interpolation, Coordinates coordinates) {
    /** Whether whole factors repeat pixels. */
    boolean repeats() {
      boolean half =
          coordinates == Coordinates.HALF_PIXEL
              && (interpolation == Interpolation.NEAREST
                  || interpolation == Interpolation.NEAREST_SECOND);
      return half
          || coordinates == Coordinates.ASYMMETRIC && interpolation == Interpolation.NEAREST_BEFORE;
    }
  }

  static Value resize(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    if (call.attributes().flag("antialias") || call.attributes().flag("exclude_outside")) {
      throw call.unsupported("with antialias or exclude_outside");
    }
    if (!call.attributes().text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw call.unsupported("that keeps the ratio of the sides");
    }
    Method method = method(call);
    boolean upsample = call.operator().equals("Upsample");
    int input = upsample || call.opset() < COORDINATES ? 1 : 2;
    if (upsample && call.attributes().has("scales")) {
      Numbers scales = Numbers.vector(false, call.attributes().reals("scales"));
      return byScales(call, x, method, Known.of(scales));
    } else if (call.has(3)) {
      return bySizes(call, x, method, call.known(3));
    }
    return byScales(call, x, method, call.known(input));
  }

  private static Method method(Call call) throws UnsupportedLayerException {
    Attributes set = call.attributes();
    boolean old = call.operator().equals("Upsample") || call.opset() < COORDINATES;
    String where = old ? "asymmetric" : set.text("coordinate_transformation_mode", "half_pixel");
    Coordinates coordinates =
        switch (where) {
          case "half_pixel" -> Coordinates.HALF_PIXEL;
          case "pytorch_half_pixel" -> Coordinates.HALF_PIXEL_OR_FIRST;
          case "half_pixel_symmetric" -> Coordinates.HALF_PIXEL_SYMMETRIC;
          case "tf_half_pixel_for_nn" -> Coordinates.HALF_PIXEL_FOR_NEAREST;
          case "align_corners" -> Coordinates.ALIGN_CORNERS;
          case "asymmetric" -> Coordinates.ASYMMETRIC;
          default -> throw call.unsupported("with coordinates " + Names.printable(where));
        };
    String nearest = old ? "floor" : set.text("nearest_mode", "round_prefer_floor");
    String mode = set.text("mode", "nearest");
    Interpolation interpolation =
        switch (mode) {
          case "nearest" ->
              switch (nearest) {
                case "round_prefer_floor" -> Interpolation.NEAREST;
                case "round_prefer_ceil" -> Interpolation.NEAREST_SECOND;
                case "floor" -> Interpolation.NEAREST_BEFORE;
                case "ceil" -> Interpolation.NEAREST_BEHIND;
                default -> throw call.unsupported("with nearest " + Names.printable(nearest));
              };
          case "linear", "bilinear" -> Interpolation.LINEAR;
          case "cubic" ->
              set.real("cubic_coeff_a", -0.75) == -0.5
                  ? Interpolation.CUBIC_KEYS
                  : Interpolation.CUBIC;
          default -> throw call.unsupported("with mode " + Names.printable(mode));
        };
    double cubic = set.real("cubic_coeff_a", -0.75);
    if (cubic != -0.75 && cubic != -0.5) {
      throw call.unsupported("with cubic_coeff_a " + cubic);
    }
    return new Method(interpolation, coordinates);
  }

  private static Value byScales(Call call, Output x, Method method, Known scales)
      throws UnsupportedLayerException {
    int rows = place(call, x, 'H');
    int columns = place(call, x, 'W');
    Optional<Numbers> typical = call.typical(scales);
    if (typical.isEmpty()) {
      throw call.unsupported("of an image of unknown size");
    }
    requireOthers(call, x, typical.get(), i -> 1);
    if (scales.isConstant()) {
      double down = typical.get().get(rows);
      double across = typical.get().get(columns);
      boolean whole = down == Math.rint(down) && across == Math.rint(across);
      if (method.repeats() && whole && Math.min(down, across) >= 1) {
        return call.add(x, new Upsampling((int) down, (int) across));
      }
    }
    return call.addSized(
        x,
        kind(method),
        List.of(scales),
        true,
        (size, settings) -> {
          double down = settings.get(0).get(rows);
          double across = settings.get(0).get(columns);
          return new Resampling(
              axis(method, size.height(), Math.floor(size.height() * down), down),
              axis(method, size.width(), Math.floor(size.width() * across), across));
        });
  }

  private static String kind(Method method) {
    return switch (method.interpolation) {
      case LINEAR -> "bilinear resizing";
      case CUBIC, CUBIC_KEYS -> "bicubic resizing";
      default -> "resizing";
    };
  }

  /** To sizes; where these are numbers of an image of one size, images of others keep the ratio. */
  private static Value bySizes(Call call, Output x, Method method, Known sizes)
      throws UnsupportedLayerException {
    int rows = place(call, x, 'H');
    int columns = place(call, x, 'W');
    Optional<Numbers> typical = call.typical(sizes);
    Optional<Shape> usual = call.extents().typical(x.vertex());
    if (typical.isEmpty() || usual.isEmpty()) {
      throw call.unsupported("of an image of unknown size");
    }
    long[] before = x.dimensions(usual.get());
    requireOthers(call, x, typical.get(), i -> before[i]);
    boolean ratio = sizes.isConstant() && call.extents().isFixed();
    return call.addSized(
        x,
        kind(method),
        List.of(sizes),
        true,
        (size, settings) -> {
          double down = settings.get(0).get(rows);
          double across = settings.get(0).get(columns);
          double height = ratio ? scaled(size.height(), down, usual.get().height()) : down;
          double width = ratio ? scaled(size.width(), across, usual.get().width()) : across;
          return new Resampling(
              axis(method, size.height(), height, height / size.height()),
              axis(method, size.width(), width, width / size.width()));
        });
  }

  private static double scaled(int size, double target, int usual) {
    return size == usual ? target : Math.max(1, Math.rint(size * target / usual));
  }

  private static ResampledAxis axis(Method method, int inputs, double outputs, double scale) {
    if (!(outputs >= 0 && outputs <= LARGEST_SIDE)) {
      throw new IllegalArgumentException("makes " + outputs + " rows or columns, which can't be");
    }
    return new ResampledAxis(
        inputs, (int) outputs, scale, method.interpolation, method.coordinates);
  }

  /** Which of the numbers is for an axis. */
  private static int place(Call call, Output x, char letter) throws UnsupportedLayerException {
    long[] axes = call.attributes().integers("axes");
    for (int i = 0; i < (axes.length > 0 ? axes.length : x.axes().length()); i++) {
      if (x.letter(axes.length > 0 ? axes[i] : i) == letter) {
        return i;
      }
    }
    throw call.unsupported("of other axes than rows and columns");
  }

  private interface Unchanged {
    double at(int axis);
  }

  /** Checks that the batch and the channels stay as they are. */
  private static void requireOthers(Call call, Output x, Numbers numbers, Unchanged unchanged)
      throws UnsupportedLayerException {
    long[] axes = call.attributes().integers("axes");
    int count = axes.length > 0 ? axes.length : x.axes().length();
    if (numbers.length() != count) {
      throw new IllegalArgumentException(
          "has " + numbers.length() + " sizes or scales for " + count + " axes");
    }
    for (int i = 0; i < count; i++) {
      int axis = Dimensions.axis(axes.length > 0 ? axes[i] : i, x.axes().length());
      boolean side = "HW".indexOf(x.axes().charAt(axis)) >= 0;
      if (!side && numbers.get(i) != unchanged.at(axis)) {
        throw call.unsupported("of other axes than rows and columns");
      }
    }
  }

  static Value depthToSpace(Call call, boolean inverse) throws UnsupportedLayerException {
    Output x = call.image(0);
    Attributes set = call.attributes();
    long block = set.integer("blocksize", 0);
    boolean channelsFirst = set.text("mode", "DCR").equals("CRD");
    return call.add(
        x,
        new DepthToSpace(
            (int) Math.max(-1, Math.min(Integer.MAX_VALUE, block)), channelsFirst, inverse));
  }
}
