package neuralart.model.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Why a file can't be read or written, in words: Java's own messages are often a bare path. */
public final class Reasons {
  /** What operating systems say, in lower case, and what it means. */
  private static final Map<String, String> SYSTEM = new LinkedHashMap<>();

  static {
    SYSTEM.put("no space left", "the disk is full");
    SYSTEM.put("not enough space", "the disk is full");
    SYSTEM.put("quota exceeded", "the user's share of the disk is full");
    SYSTEM.put("read-only file system", "the disk is read-only");
    SYSTEM.put("write protected", "the disk is read-only");
    SYSTEM.put("permission denied", "permission denied");
    SYSTEM.put("operation not permitted", "permission denied");
    SYSTEM.put("access is denied", "permission denied");
    SYSTEM.put("not a directory", "a part of its path is a file, not a folder");
    SYSTEM.put("is a directory", "it is a folder");
    SYSTEM.put("name too long", "its name is too long");
    SYSTEM.put("file too large", "the disk can't hold files of that size");
    SYSTEM.put("used by another process", "another program is using it");
    SYSTEM.put("no such file", "it doesn't exist");
    SYSTEM.put("input/output error", "the disk or the connection to it fails");
    SYSTEM.put("stale file handle", "the disk or the connection to it fails");
  }

  private Reasons() {}

  /** The end of a sentence that begins with what can't be done to which file. */
  public static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + " doesn't exist";
    } else if (e instanceof FileAlreadyExistsException other) {
      return other.getFile() + " is there already";
    } else if (e instanceof NotDirectoryException file) {
      return file.getFile() + " is a file, not a folder";
    } else if (e instanceof FileSystemLoopException loop) {
      return loop.getFile() + " is a folder inside itself";
    } else if (e instanceof CharacterCodingException) {
      return "it isn't text in UTF-8";
    }
    return system(e);
  }

  private static String system(IOException e) {
    String said =
        e instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : String.valueOf(e.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    return SYSTEM.entrySet().stream()
        .filter(reason -> lower.contains(reason.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> known(e) ? said : e.getClass().getSimpleName() + ", " + said);
  }

  /** Whether the class of an exception says no more than its message. */
  private static boolean known(IOException e) {
    return e.getClass() == IOException.class
        || e instanceof FileSystemException
        || e instanceof FileNotFoundException;
  }
}
