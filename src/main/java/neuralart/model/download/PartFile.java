package neuralart.model.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file that isn't whole yet, under a name of its own. A lock tells other programs that somebody
 * writes to it; one without is left over from a program that has ended, and is gone on with.
 */
public final class PartFile implements AutoCloseable {
  private static final String ENDING = ".part";

  /** Far behind the end of any file: Windows lets nobody read what is locked. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /**
   * Those of this program: a second opening would give up the lock of the first on some systems.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private final boolean locked;
  private volatile long size;
  private boolean stays;

  private PartFile(Path path, FileChannel channel, boolean locked) throws IOException {
    this.path = path;
    this.channel = channel;
    this.locked = locked;
    size = channel.size();
  }

  /**
   * Opens the largest part that is left over, and deletes the others; or else makes one.
   *
   * @param folder made if it isn't there
   * @param name of the whole file
   */
  public static PartFile open(Path folder, String name) throws IOException {
    createFolder(folder);
    List<PartFile> parts = claimAll(folder, name);
    if (parts.isEmpty()) {
      return create(folder, name);
    }
    for (PartFile smaller : parts.subList(1, parts.size())) {
      smaller.close();
    }
    return parts.get(0);
  }

  /** Deletes the parts of a file that are left over; those that can't be deleted stay. */
  public static void discard(Path folder, String name) {
    try {
      for (PartFile part : claimAll(folder, name)) {
        part.close();
      }
    } catch (IOException e) {
      return; // they are in nobody's way
    }
  }

  /** Unlike Java 17, takes a link to a folder for one. */
  public static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(folder);
      } catch (FileAlreadyExistsException e) {
        throw new NotDirectoryException(e.getFile());
      }
    }
  }

  /** What is left over and now this program's, the largest first. */
  private static List<PartFile> claimAll(Path folder, String name) throws IOException {
    Pattern pattern = Pattern.compile(Pattern.quote(name) + "\\d*" + Pattern.quote(ENDING));
    List<PartFile> parts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> pattern.matcher(file.getFileName().toString()).matches())
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .forEach(file -> claim(file).ifPresent(parts::add));
    }
    parts.sort(Comparator.comparingLong(PartFile::size).reversed());
    return parts;
  }

  private static Optional<PartFile> claim(Path path) {
    try {
      return open(path, false).filter(part -> part.locked);
    } catch (IOException e) {
      return Optional.empty(); // somebody else's
    }
  }

  private static PartFile create(Path folder, String name) throws IOException {
    for (int n = 0; ; n++) {
      try {
        Optional<PartFile> part = open(folder.resolve(name + (n == 0 ? "" : n) + ENDING), true);
        if (part.isPresent()) {
          return part.get();
        }
      } catch (FileAlreadyExistsException e) {
        continue; // somebody else's
      }
    }
  }

  private static Optional<PartFile> open(Path path, boolean isNew) throws IOException {
    Path name = path.toAbsolutePath().normalize();
    if (!OPEN.add(name)) {
      return Optional.empty();
    }
    Optional<PartFile> part = Optional.empty();
    try {
      part = lock(name, isNew);
    } finally {
      if (part.isEmpty()) {
        OPEN.remove(name);
      }
    }
    return part;
  }

  private static Optional<PartFile> lock(Path path, boolean isNew) throws IOException {
    Set<StandardOpenOption> options =
        isNew
            ? Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileChannel channel = FileChannel.open(path, options);
    try {
      boolean free = channel.tryLock(LOCKED_BYTE, 1, false) != null;
      // Somebody may have given it its final name since it was opened.
      if (free && Files.exists(path)) {
        return Optional.of(new PartFile(path, channel, true));
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      return Optional.empty();
    } catch (IOException e) { // a disk that has no locks
      if (isNew) {
        return Optional.of(new PartFile(path, channel, false));
      }
    }
    channel.close();
    return Optional.empty();
  }

  /** Bytes that are there. */
  long size() {
    return size;
  }

  void append(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      size += channel.write(bytes, size);
    }
  }

  void clear() throws IOException {
    channel.truncate(0);
    size = 0;
  }

  /** Whether all that is there has a checksum. */
  boolean fits(Checksum checksum) throws IOException {
    channel.position(0);
    return checksum.fits(Channels.newInputStream(channel));
  }

  /** Leaves what is there for the next download, if others can see whether it is in use. */
  void keep() {
    stays = locked && size > 0;
  }

  /** Whether what is there is left for the next download. */
  boolean stays() {
    return stays;
  }

  /** Gives the file its final name. */
  Path moveTo(Path target) throws IOException {
    channel.force(true); // the name must not outlive the bytes when the power fails
    Path moved = move(path, target);
    stays = true;
    return moved;
  }

  /** Gives a whole file its name at once, so that nobody ever sees half of it. */
  public static Path move(Path part, Path target) throws IOException {
    try {
      return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes the file, unless it has its final name or is to be kept. */
  @Override
  public void close() throws IOException {
    try {
      if (!stays) {
        Files.deleteIfExists(path);
      }
    } finally {
      channel.close();
      OPEN.remove(path);
    }
  }
}
