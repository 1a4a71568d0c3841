package neuralart.model.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;

/** The settings of a node, each of the type that it must have. */
final class Attributes {
  private final Map<String, AttributeProto> attributes = new HashMap<>();

  Attributes(List<AttributeProto> given) {
    given.forEach(attribute -> attributes.put(attribute.getName(), attribute));
  }

  boolean has(String name) {
    return attributes.containsKey(name);
  }

  private Optional<AttributeProto> of(String name, AttributeType type) {
    AttributeProto attribute = attributes.get(name);
    if (attribute != null && attribute.getType() != type) {
      throw new IllegalArgumentException("has the setting '" + name + "' of another type");
    }
    return Optional.ofNullable(attribute);
  }

  long integer(String name, long otherwise) {
    return of(name, AttributeType.INT).map(AttributeProto::getI).orElse(otherwise);
  }

  boolean flag(String name) {
    return integer(name, 0) != 0;
  }

  double real(String name, double otherwise) {
    double value = of(name, AttributeType.FLOAT).map(a -> (double) a.getF()).orElse(otherwise);
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("has the setting '" + name + "' that is no number");
    }
    return value;
  }

  String text(String name, String otherwise) {
    return of(name, AttributeType.STRING).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  long[] integers(String name, long... otherwise) {
    return of(name, AttributeType.INTS)
        .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray())
        .orElse(otherwise);
  }

  /** A number of integers. */
  int[] integers(String name, int count, int otherwise) {
    long[] given = integers(name);
    if (has(name) && given.length != count) {
      throw new IllegalArgumentException(
          "has " + given.length + " " + name + " where it needs " + count);
    }
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      all[i] = has(name) ? checked(name, given[i]) : otherwise;
    }
    return all;
  }

  private static int checked(String name, long value) {
    if (Math.abs(value) > 1 << 20) {
      throw new IllegalArgumentException("has the " + name + " " + value + ", which can't be");
    }
    return (int) value;
  }

  double[] reals(String name) {
    return of(name, AttributeType.FLOATS)
        .map(a -> a.getFloatsList().stream().mapToDouble(Float::doubleValue).toArray())
        .orElse(new double[0]);
  }

  /** An array of numbers. */
  Optional<Numbers> tensor(String name) {
    return of(name, AttributeType.TENSOR).map(attribute -> Tensors.read(attribute.getT()));
  }
}
