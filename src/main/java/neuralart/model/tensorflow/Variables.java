package neuralart.model.tensorflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;
import org.tensorflow.framework.TensorShapeProto.Dim;
import org.tensorflow.util.BundleEntryProto;
import org.tensorflow.util.BundleHeaderProto;

/**
 * The variables of a SavedModel: a table says what is where in the files {@code
 * variables.data-00000-of-00001} and so on.
 */
final class Variables {
  private static final String INDEX = "variables/variables.index";
  private static final String SHARD = "variables/variables.data-%05d-of-%05d";

  private final SavedModelFile file;
  private final Map<String, byte[]> entries;
  private final Map<Integer, ByteBuffer> shards = new HashMap<>();
  private final int count;

  private Variables(SavedModelFile file, Map<String, byte[]> entries, int count) {
    this.file = file;
    this.entries = entries;
    this.count = count;
  }

  /**
   * The variables of a file; none where it has no table of them.
   *
   * @throws IllegalArgumentException if the table is damaged
   */
  static Variables of(SavedModelFile file) throws IOException {
    if (!file.has(INDEX)) {
      return new Variables(file, Map.of(), 0);
    }
    Map<String, byte[]> entries = SortedTable.read(file.bytes(INDEX));
    BundleHeaderProto header = BundleHeaderProto.parseFrom(entries.getOrDefault("", new byte[0]));
    if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
      throw new IllegalArgumentException("has variables of a computer with another order of bytes");
    }
    return new Variables(file, entries, header.getNumShards());
  }

  /**
   * The array of a variable, if there is one.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  Optional<TensorProto> array(String name) throws IOException {
    byte[] bytes = entries.get(name);
    if (bytes == null || name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(array(name, BundleEntryProto.parseFrom(bytes)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("is damaged: its variable '" + name + "' is none", e);
    }
  }

  private TensorProto array(String name, BundleEntryProto entry) throws IOException {
    if (entry.getSlicesCount() > 0) {
      throw new IllegalArgumentException("has the variable '" + name + "' in several parts");
    }
    ByteBuffer shard = shard(entry.getShardId());
    boolean inside =
        entry.getOffset() >= 0
            && entry.getSize() >= 0
            && entry.getOffset() <= shard.limit() - entry.getSize();
    if (!inside) {
      throw new IllegalArgumentException(
          "is damaged: its variable '" + name + "' is not all there");
    }
    ByteBuffer values = shard.slice((int) entry.getOffset(), (int) entry.getSize());
    if (SortedTable.masked(values.duplicate()) != entry.getCrc32C()) {
      throw new IllegalArgumentException("is damaged: its variable '" + name + "' has changed");
    }
    List<Long> sizes = entry.getShape().getDimList().stream().map(Dim::getSize).toList();
    return TensorProto.newBuilder()
        .setName(name)
        .addAllDims(sizes)
        .setDataType(TensorArrays.type(entry.getDtype()))
        .setRawData(ByteString.copyFrom(values))
        .build();
  }

  private ByteBuffer shard(int number) throws IOException {
    ByteBuffer known = shards.get(number);
    if (known == null) {
      known = ByteBuffer.wrap(file.bytes(String.format(Locale.ROOT, SHARD, number, count)));
      shards.put(number, known);
    }
    return known;
  }
}
