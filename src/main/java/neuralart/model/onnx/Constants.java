package neuralart.model.onnx;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What operators make of numbers: of weights before they are used, and of sizes. */
final class Constants {
  private static final Set<String> OPERATORS =
      Set.of(
          "Identity",
          "Dropout",
          "Cast",
          "Floor",
          "Ceil",
          "Round",
          "Neg",
          "Abs",
          "Sqrt",
          "Exp",
          "Reciprocal",
          "Shape",
          "Size",
          "Transpose",
          "Unsqueeze",
          "Squeeze",
          "Reshape",
          "Flatten",
          "ConstantOfShape",
          "Expand",
          "Gather",
          "Slice",
          "Concat",
          "ReduceProd",
          "Range",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Mod",
          "Pow",
          "Min",
          "Max");

  private Constants() {}

  /** Whether an operator is one that can be computed of numbers. */
  static boolean isKnown(String operator) {
    return OPERATORS.contains(operator);
  }

  /** The numbers of the operator that has no inputs. */
  static Numbers constant(Attributes set) {
    if (set.has("value_float")) {
      return Numbers.scalar(false, set.real("value_float", 0));
    } else if (set.has("value_int")) {
      return Numbers.scalar(true, set.integer("value_int", 0));
    } else if (set.has("value_floats")) {
      return Numbers.vector(false, set.reals("value_floats"));
    } else if (set.has("value_ints")) {
      return Numbers.vector(set.integers("value_ints"));
    }
    return set.tensor("value")
        .orElseThrow(() -> new IllegalArgumentException("is a constant without numbers"));
  }

  /**
   * What an operator makes of numbers.
   *
   * @param operator one that {@linkplain #isKnown can be computed so}
   * @param inputs those that are given, at least one
   */
  static Numbers fold(String operator, Attributes set, List<Numbers> inputs) {
    Numbers x = inputs.get(0);
    return switch (operator) {
      case "Identity", "Dropout" -> x;
      case "Cast" -> cast(x, set.integer("to", 1));
      case "Floor" -> map(x, Math::floor);
      case "Ceil" -> map(x, Math::ceil);
      case "Round" -> map(x, Math::rint);
      case "Neg" -> map(x, v -> -v);
      case "Abs" -> map(x, Math::abs);
      case "Sqrt" -> map(x, Math::sqrt);
      case "Exp" -> map(x, Math::exp);
      case "Reciprocal" -> map(x, v -> 1 / v);
      case "Shape" -> NumberArrays.part(Numbers.vector(x.shape()), set);
      case "Size" -> Numbers.scalar(true, x.length());
      case "Transpose" -> NumberArrays.transpose(x, set);
      case "Unsqueeze", "Squeeze", "Reshape", "Flatten", "ConstantOfShape", "Expand" ->
          NumberArrays.reshape(operator, set, inputs);
      case "Gather" ->
          NumberArrays.gather(x, NumberArrays.input(inputs, 1), set.integer("axis", 0));
      case "Slice" -> NumberArrays.slice(inputs, set);
      case "Concat" -> NumberArrays.concat(inputs, set.integer("axis", 0));
      case "ReduceProd" -> Numbers.scalar(x.whole(), product(x));
      case "Range" -> range(inputs);
      default -> combine(operator, inputs);
    };
  }

  private static Numbers combine(String operator, List<Numbers> inputs) {
    boolean whole = inputs.stream().allMatch(Numbers::whole);
    DoubleBinaryOperator operation =
        switch (operator) {
          case "Add" -> Double::sum;
          case "Sub" -> (a, b) -> a - b;
          case "Mul" -> (a, b) -> a * b;
          case "Div" -> whole ? Constants::divide : (a, b) -> a / b;
          case "Mod" -> (a, b) -> a - Math.floor(a / b) * b;
          case "Pow" -> Math::pow;
          case "Min" -> Math::min;
          default -> Math::max;
        };
    return NumberArrays.broadcast(inputs.get(0), NumberArrays.input(inputs, 1), whole, operation);
  }

  private static double divide(double a, double b) {
    if (b == 0) {
      throw new IllegalArgumentException("divides by zero");
    }
    return (double) ((long) a / (long) b);
  }

  /** To one of the types of whole numbers, or another. */
  private static Numbers cast(Numbers x, long type) {
    boolean whole = type >= 2 && type <= 7 || type == 12 || type == 13;
    return new Numbers(whole, i -> whole ? Math.rint(truncate(x.get(i))) : x.get(i), x.shape());
  }

  private static double truncate(double value) {
    return value < 0 ? Math.ceil(value) : Math.floor(value);
  }

  private static Numbers map(Numbers x, DoubleUnaryOperator function) {
    return NumberArrays.stored(x.whole(), i -> function.applyAsDouble(x.get(i)), x.shape());
  }

  private static double product(Numbers x) {
    double product = 1;
    for (int i = 0; i < x.length(); i++) {
      product *= x.get(i);
    }
    return product;
  }

  private static Numbers range(List<Numbers> inputs) {
    double start = NumberArrays.input(inputs, 0).only();
    double step = NumberArrays.input(inputs, 2).only();
    double count = Math.max(0, Math.ceil((NumberArrays.input(inputs, 1).only() - start) / step));
    if (!(count <= 1 << 20)) {
      throw new IllegalArgumentException("counts " + count + " numbers");
    }
    return new Numbers(inputs.get(0).whole(), i -> start + i * step, (long) count);
  }
}
