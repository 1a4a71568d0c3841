package neuralart.model.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.tensorflow.framework.TensorShapeProto.Dim;

/** Arrays of TensorFlow as those of ONNX. */
final class TensorArrays {
  private static final long MOST_REPEATED = 1 << 24;

  private TensorArrays() {}

  /**
   * The type of numbers in ONNX.
   *
   * @throws IllegalArgumentException if they are none, or of a rare type
   */
  static int type(org.tensorflow.framework.DataType type) {
    DataType found =
        switch (type) {
          case DT_FLOAT -> DataType.FLOAT;
          case DT_DOUBLE -> DataType.DOUBLE;
          case DT_HALF -> DataType.FLOAT16;
          case DT_BFLOAT16 -> DataType.BFLOAT16;
          case DT_INT8 -> DataType.INT8;
          case DT_UINT8 -> DataType.UINT8;
          case DT_INT16 -> DataType.INT16;
          case DT_INT32 -> DataType.INT32;
          case DT_INT64 -> DataType.INT64;
          case DT_BOOL -> DataType.BOOL;
          default -> throw new IllegalArgumentException("has an array of the type " + type);
        };
    return found.getNumber();
  }

  /** A constant: its bytes, or a list of numbers of which the last is repeated. */
  static TensorProto of(org.tensorflow.framework.TensorProto from) {
    List<Long> sizes = from.getTensorShape().getDimList().stream().map(Dim::getSize).toList();
    TensorProto.Builder to =
        TensorProto.newBuilder().addAllDims(sizes).setDataType(type(from.getDtype()));
    if (!from.getTensorContent().isEmpty()) {
      return to.setRawData(from.getTensorContent()).build();
    }
    long length = 1;
    for (long size : sizes) {
      length = Math.multiplyExact(length, size);
    }
    if (length < 0 || length > MOST_REPEATED) {
      throw new IllegalArgumentException("has a constant of " + length + " numbers");
    }
    List<? extends Number> numbers = numbers(from);
    for (int i = 0; i < length; i++) {
      Number number = numbers.isEmpty() ? 0 : numbers.get(Math.min(i, numbers.size() - 1));
      add(to, number);
    }
    return to.build();
  }

  /** The numbers of an array of whole ones. */
  static long[] integers(TensorProto array) {
    boolean wide = array.getDataType() == DataType.INT64.getNumber();
    if (!array.getRawData().isEmpty()) {
      ByteBuffer bytes =
          array.getRawData().asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
      int size = wide ? Long.BYTES : Integer.BYTES;
      return LongStream.range(0, bytes.limit() / size)
          .map(i -> wide ? bytes.getLong((int) i * size) : bytes.getInt((int) i * size))
          .toArray();
    }
    return wide
        ? array.getInt64DataList().stream().mapToLong(Long::longValue).toArray()
        : array.getInt32DataList().stream().mapToLong(Integer::longValue).toArray();
  }

  private static List<? extends Number> numbers(org.tensorflow.framework.TensorProto from) {
    return switch (from.getDtype()) {
      case DT_FLOAT -> from.getFloatValList();
      case DT_DOUBLE -> from.getDoubleValList();
      case DT_HALF, DT_BFLOAT16 -> from.getHalfValList();
      case DT_INT64 -> from.getInt64ValList();
      case DT_BOOL -> from.getBoolValList().stream().map(value -> value ? 1 : 0).toList();
      default -> from.getIntValList();
    };
  }

  private static void add(TensorProto.Builder to, Number number) {
    switch (DataType.forNumber(to.getDataType())) {
      case FLOAT -> to.addFloatData(number.floatValue());
      case DOUBLE -> to.addDoubleData(number.doubleValue());
      case INT64 -> to.addInt64Data(number.longValue());
      default -> to.addInt32Data(number.intValue());
    }
  }
}
