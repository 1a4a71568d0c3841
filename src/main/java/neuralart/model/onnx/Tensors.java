package neuralart.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataLocation;
import onnx.Onnx.TensorProto.DataType;

/** Arrays of a file: raw bytes, or lists of numbers. Nothing is copied before it is used. */
final class Tensors {
  private static final int MOST_DIMENSIONS = 16;
  private static final int HALF_EXPONENT = 0x1f;

  private Tensors() {}

  /**
   * The numbers of an array.
   *
   * @throws IllegalArgumentException if they aren't in the file, aren't as many as it says, or are
   *     of a type that isn't known
   */
  static Numbers read(TensorProto tensor) {
    try {
      return numbers(tensor);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "has weights '" + Names.printable(tensor.getName()) + "' that " + e.getMessage(), e);
    }
  }

  private static Numbers numbers(TensorProto tensor) {
    if (tensor.getDataLocation() == DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
      throw new IllegalArgumentException(elsewhere(tensor));
    }
    if (tensor.getDimsCount() > MOST_DIMENSIONS) {
      throw new IllegalArgumentException("have " + tensor.getDimsCount() + " dimensions");
    }
    long[] shape = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    int length = Numbers.length(shape);
    DataType type = DataType.forNumber(tensor.getDataType());
    if (type == null) {
      throw new IllegalArgumentException(
          "are of the type " + tensor.getDataType() + ", which isn't known");
    }
    int bytes = bytes(type);
    boolean raw = !tensor.getRawData().isEmpty();
    long there = raw ? tensor.getRawData().size() : (long) stored(tensor, type) * bytes;
    if (there != (long) length * bytes) {
      throw new IllegalArgumentException(
          "need " + (long) length * bytes + " bytes, but have " + there);
    }
    IntToDoubleFunction values =
        raw
            ? raw(
                type,
                tensor.getRawData().asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN))
            : listed(type, tensor);
    boolean whole =
        switch (type) {
          case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> false;
          default -> true;
        };
    return new Numbers(whole, values, shape);
  }

  private static String elsewhere(TensorProto tensor) {
    String file =
        tensor.getExternalDataList().stream()
            .filter(entry -> entry.getKey().equals("location"))
            .map(StringStringEntryProto::getValue)
            .findFirst()
            .orElse("");
    return "are in another file, '"
        + Names.printable(file)
        + "', which isn't read. Save all in one file: onnx.save(onnx.load(\"x.onnx\"), \"one.onnx\")";
  }

  private static int bytes(DataType type) {
    return switch (type) {
      case INT8, UINT8, BOOL -> 1;
      case INT16, UINT16, FLOAT16, BFLOAT16 -> 2;
      case FLOAT, INT32, UINT32 -> 4;
      case DOUBLE, INT64, UINT64 -> 8;
      default -> throw new IllegalArgumentException("are no numbers, but of the type " + type);
    };
  }

  private static int stored(TensorProto tensor, DataType type) {
    return switch (type) {
      case FLOAT -> tensor.getFloatDataCount();
      case DOUBLE -> tensor.getDoubleDataCount();
      case INT64 -> tensor.getInt64DataCount();
      case UINT32, UINT64 -> tensor.getUint64DataCount();
      default -> tensor.getInt32DataCount();
    };
  }

  private static IntToDoubleFunction raw(DataType type, ByteBuffer bytes) {
    return switch (type) {
      case FLOAT -> i -> bytes.getFloat(i * Float.BYTES);
      case DOUBLE -> i -> bytes.getDouble(i * Double.BYTES);
      case INT64, UINT64 -> i -> bytes.getLong(i * Long.BYTES);
      case INT32 -> i -> bytes.getInt(i * Integer.BYTES);
      case UINT32 -> i -> Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES));
      case INT16 -> i -> bytes.getShort(i * Short.BYTES);
      case UINT16 -> i -> Short.toUnsignedInt(bytes.getShort(i * Short.BYTES));
      case FLOAT16 -> i -> half(bytes.getShort(i * Short.BYTES));
      case BFLOAT16 -> i -> Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << 16);
      case INT8 -> bytes::get;
      default -> i -> Byte.toUnsignedInt(bytes.get(i));
    };
  }

  private static IntToDoubleFunction listed(DataType type, TensorProto tensor) {
    return switch (type) {
      case FLOAT -> tensor::getFloatData;
      case DOUBLE -> tensor::getDoubleData;
      case INT64 -> tensor::getInt64Data;
      case UINT32, UINT64 -> tensor::getUint64Data;
      case FLOAT16 -> i -> half((short) tensor.getInt32Data(i));
      case BFLOAT16 -> i -> Float.intBitsToFloat(tensor.getInt32Data(i) << 16);
      default -> tensor::getInt32Data;
    };
  }

  /** A number of half precision: a sign, 5 bits of exponent, 10 of mantissa. */
  private static double half(short bits) {
    int exponent = bits >> 10 & HALF_EXPONENT;
    int mantissa = bits & 0x3ff;
    double size =
        switch (exponent) {
          case 0 -> Math.scalb(mantissa, -24);
          case HALF_EXPONENT -> mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb(mantissa + 0x400, exponent - 25);
        };
    return bits < 0 ? -size : size;
  }
}
