package neuralart.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The summary of a worker. Rows are added in one write each, so that the file can be read whenever
 * the worker was killed. A row that is there already isn't added again; of an input with several
 * rows the last one holds.
 */
final class Summary implements AutoCloseable {
  private final Map<String, Row> last = new HashMap<>();
  private final FileChannel channel;

  /** Opens a summary, and goes on where it ended. */
  Summary(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Row.read(file).forEach(row -> last.put(row.input(), row));
    channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    channel.position(wholeLines());
    channel.truncate(channel.position());
    if (channel.position() == 0) {
      write(Row.head());
    }
  }

  /** Adds a row. */
  synchronized void add(Row row) throws IOException {
    Row before = last.put(row.input(), row);
    if (before == null || !before.isLike(row)) {
      write(row.line());
    }
  }

  private void write(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Bytes up to the end of the last line that is whole. */
  private long wholeLines() throws IOException {
    ByteBuffer end = ByteBuffer.allocate(1);
    long size = channel.size();
    while (size > 0) {
      end.clear();
      channel.read(end, size - 1);
      if (end.get(0) == '\n') {
        break;
      }
      size--;
    }
    return size;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
