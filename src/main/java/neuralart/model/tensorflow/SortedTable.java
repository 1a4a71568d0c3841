package neuralart.model.tensorflow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A sorted table as LevelDB writes it: blocks of entries whose keys leave out what they share with
 * the key before, a block that lists the blocks, and a footer that says where that one is.
 */
final class SortedTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;
  private static final int MOST_ENTRIES = 100_000;
  private static final int LONGEST_KEY = 4096;
  private static final int MASK = 0xa282ead8;
  private static final int MASK_ROTATION = 15;
  private static final int VARINT_BITS = 7;
  private static final int LONGEST_VARINT = 10;

  private final ByteBuffer bytes;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private SortedTable(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The values of a table by their keys.
   *
   * @throws IllegalArgumentException if it is none, or is damaged
   */
  static Map<String, byte[]> read(byte[] bytes) {
    try {
      SortedTable table = new SortedTable(bytes);
      table.readAll();
      return table.entries;
    } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
      throw damaged();
    }
  }

  private static IllegalArgumentException damaged() {
    return new IllegalArgumentException("is damaged: its list of variables can't be read");
  }

  private void readAll() {
    int footer = bytes.limit() - FOOTER;
    if (footer < 0 || bytes.getLong(bytes.limit() - Long.BYTES) != MAGIC) {
      throw damaged();
    }
    ByteBuffer handles = part(footer, FOOTER);
    varint(handles);
    varint(handles);
    Map<String, byte[]> blocks = new LinkedHashMap<>();
    readBlock(handles, blocks);
    for (byte[] handle : blocks.values()) {
      readBlock(ByteBuffer.wrap(handle), entries);
    }
  }

  private ByteBuffer part(long offset, long size) {
    if (offset < 0 || size < 0 || offset > bytes.limit() - size) {
      throw damaged();
    }
    return bytes.slice((int) offset, (int) size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Adds the entries of a block. Behind it are its kind of compression and its checksum. */
  private void readBlock(ByteBuffer handle, Map<String, byte[]> to) {
    long offset = varint(handle);
    long size = varint(handle);
    ByteBuffer block = part(offset, size);
    ByteBuffer trailer = part(offset + size, 1 + Integer.BYTES);
    if (trailer.get(0) != 0) {
      throw new IllegalArgumentException("has a packed list of variables, which can't be read");
    }
    if (masked(part(offset, size + 1)) != trailer.getInt(1)) {
      throw damaged();
    }
    int restarts = block.getInt((int) size - Integer.BYTES);
    long end = size - Integer.BYTES * (1L + restarts);
    if (restarts < 0 || end < 0) {
      throw damaged();
    }
    readEntries(block.limit((int) end), to);
  }

  private static void readEntries(ByteBuffer block, Map<String, byte[]> to) {
    byte[] key = new byte[0];
    while (block.hasRemaining()) {
      long shared = varint(block);
      long more = varint(block);
      long length = varint(block);
      boolean fits = shared >= 0 && shared <= key.length && more >= 0 && length >= 0;
      if (!fits
          || shared + more > LONGEST_KEY
          || length > block.remaining() - more
          || to.size() >= MOST_ENTRIES) {
        throw damaged();
      }
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      joined.write(key, 0, (int) shared);
      joined.writeBytes(next(block, (int) more));
      key = joined.toByteArray();
      to.put(new String(key, StandardCharsets.UTF_8), next(block, (int) length));
    }
  }

  private static byte[] next(ByteBuffer block, int length) {
    byte[] bytes = new byte[length];
    block.get(bytes);
    return bytes;
  }

  /** A number in groups of 7 bits, the lowest first. */
  private static long varint(ByteBuffer from) {
    long number = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      byte group = from.get();
      number |= (group & 0x7fL) << VARINT_BITS * i;
      if (group >= 0) {
        return number;
      }
    }
    throw damaged();
  }

  /** The checksum of bytes in the form in which it is stored. */
  static int masked(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK;
  }
}
