package neuralart.model.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Affine;
import neuralart.network.node.Broadcast;
import neuralart.network.node.Combination;
import neuralart.network.node.Combination.Operation;
import neuralart.network.node.Node;
import neuralart.network.node.PointFunction;
import neuralart.network.node.PointFunction.Function;
import neuralart.step.Shape;

/** Operators on two or more arrays, value by value: activations, or one with numbers. */
final class Arithmetic {
  private static final Numbers ONE = Numbers.scalar(false, 1);
  private static final Numbers ZERO = Numbers.scalar(false, 0);

  private Arithmetic() {}

  static Value read(Call call) throws UnsupportedLayerException {
    List<Value> inputs = call.given();
    boolean known = inputs.stream().anyMatch(Value.Known.class::isInstance);
    if (inputs.size() == 2 && known) {
      return call.isActivation(0) ? withNumber(call) : ofNumber(call);
    } else if (known) {
      throw call.unsupported("of images and numbers");
    } else if (inputs.size() == 1) {
      return call.activation(0);
    }
    List<Output> images = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      images.add(call.activation(i));
    }
    return combine(call, images);
  }

  /** {@code x op number}. */
  private static Value withNumber(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    Numbers number = number(call, x, 1);
    return call.add(
        x,
        switch (call.operator()) {
          case "Add", "Sum" -> affine(call, x, ONE, number);
          case "Sub" -> affine(call, x, ONE, mapped(number, v -> -v));
          case "Mul" -> affine(call, x, number, ZERO);
          case "Div" -> affine(call, x, mapped(number, v -> 1 / v), ZERO);
          case "Pow" -> power(number.only());
          case "Max" -> new PointFunction(Function.CLIP, number.only(), Double.POSITIVE_INFINITY);
          case "Min" -> new PointFunction(Function.CLIP, Double.NEGATIVE_INFINITY, number.only());
          default -> throw call.unsupported("of an image and a number");
        });
  }

  private static Node power(double exponent) {
    return exponent == 1 ? new Affine(1, 0) : new PointFunction(Function.POWER, exponent, 0);
  }

  /** {@code number op x}. */
  private static Value ofNumber(Call call) throws UnsupportedLayerException {
    Output x = call.activation(1);
    Numbers number = number(call, x, 0);
    return switch (call.operator()) {
      case "Add", "Sum" -> call.add(x, affine(call, x, ONE, number));
      case "Sub" -> call.add(x, affine(call, x, Numbers.scalar(false, -1), number));
      case "Mul" -> call.add(x, affine(call, x, number, ZERO));
      case "Div" ->
          call.add(x, new PointFunction(Function.POWER, -1, 0), affine(call, x, number, ZERO));
      case "Max" ->
          call.add(x, new PointFunction(Function.CLIP, number.only(), Double.POSITIVE_INFINITY));
      case "Min" ->
          call.add(x, new PointFunction(Function.CLIP, Double.NEGATIVE_INFINITY, number.only()));
      default -> throw call.unsupported("of a number and an image");
    };
  }

  private static Node affine(Call call, Output x, Numbers scale, Numbers shift) {
    return ByChannel.affine(call.channels(x), scale, shift);
  }

  private static Numbers mapped(Numbers x, java.util.function.DoubleUnaryOperator function) {
    return new Numbers(false, i -> function.applyAsDouble(x.get(i)), x.shape());
  }

  private static Numbers number(Call call, Output x, int input) throws UnsupportedLayerException {
    Numbers number = call.constant(input);
    if (number.rank() > x.axes().length()) {
      throw call.unsupported("with an array of more dimensions");
    }
    if (number.length() != 1) {
      ByChannel.require(call, x, number);
    }
    return number;
  }

  private static Value combine(Call call, List<Output> images) throws UnsupportedLayerException {
    List<Output> fitting = fitted(call, images);
    return switch (call.operator()) {
      case "Add", "Sum" -> call.join(new Combination(Operation.ADD), fitting);
      case "Sub" -> call.join(new Combination(Operation.SUBTRACT), fitting);
      case "Mul" -> call.join(new Combination(Operation.MULTIPLY), fitting);
      case "Mean" -> call.join(new Combination(Operation.AVERAGE), fitting);
      case "Max" -> call.join(new Combination(Operation.MAXIMUM), fitting);
      case "Div" -> {
        Output inverse = call.step(fitting.get(1), new PointFunction(Function.POWER, -1, 0));
        yield call.join(new Combination(Operation.MULTIPLY), List.of(fitting.get(0), inverse));
      }
      case "Min" -> {
        List<Output> negative = fitting.stream().map(x -> call.step(x, new Affine(-1, 0))).toList();
        Output largest =
            call.stepOf(new Combination(Operation.MAXIMUM), negative.toArray(Output[]::new));
        yield call.add(largest, new Affine(-1, 0));
      }
      default -> throw call.unsupported("of several images");
    };
  }

  /** The inputs with single pixels and single channels repeated as often as others have them. */
  private static List<Output> fitted(Call call, List<Output> images)
      throws UnsupportedLayerException {
    Output large = images.get(0);
    for (Output image : images) {
      if (!image.axes().equals(large.axes()) || image.groups() != large.groups()) {
        throw call.unsupported("of arrays of other axes");
      }
      large = size(call, image) > size(call, large) ? image : large;
    }
    List<Output> fitting = new ArrayList<>();
    for (Output image : images) {
      Output fit = image;
      boolean channel = call.channels(image) == 1 && call.channels(large) > 1;
      boolean pixel =
          call.extents().isPixel(image.vertex()) && !call.extents().isPixel(large.vertex());
      if (pixel && channel) {
        throw call.unsupported("of an image and a single value");
      } else if (pixel || channel) {
        fit = call.stepOf(new Broadcast(channel), image, large);
      }
      fitting.add(fit);
    }
    return fitting;
  }

  private static long size(Call call, Output image) {
    Optional<Shape> size = call.extents().typical(image.vertex());
    return size.map(Shape::length).orElse((long) call.channels(image));
  }
}
