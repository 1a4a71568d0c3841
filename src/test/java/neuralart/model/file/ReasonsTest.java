package neuralart.model.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import neuralart.model.download.PartFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user reads when a file can't be read or written. */
class ReasonsTest {
  @TempDir Path folder;

  private static String reason(Executable access) {
    return Reasons.of(assertThrows(IOException.class, access));
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    Path absent = folder.resolve("absent");
    assertEquals(absent + " doesn't exist", reason(() -> Files.readString(absent)));
    assertEquals(absent + " doesn't exist", Reasons.of(new NoSuchFileException(absent.toString())));
  }

  @Test
  void filesInPlaceOfFoldersAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertEquals(file + " is a file, not a folder", reason(() -> PartFile.createFolder(file)));
    assertEquals(file + " is there already", reason(() -> Files.createFile(file)));
    String below = reason(() -> PartFile.createFolder(file.resolve("a").resolve("b")));
    assertEquals("a file, not a folder", below.substring(below.length() - 20));
  }

  @Test
  void aFullDiskIsCalledSo() {
    Path full = Path.of("/dev/full"); // Linux has it: every write to it fails
    assumeTrue(Files.exists(full), "skipped: there is no " + full);
    assertEquals("the disk is full", reason(() -> Files.write(full, new byte[1])));
  }

  @Test
  void aFolderWithoutPermissionIsCalledSo() throws IOException {
    assertEquals("permission denied", Reasons.of(new AccessDeniedException("/a/b")));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeTrue(!Files.isWritable(folder), "skipped: this user may write everywhere");
    assertEquals("permission denied", reason(() -> PartFile.open(folder, "net.h5")));
  }

  @ParameterizedTest
  @CsvSource({
    "Read-only file system, the disk is read-only",
    "Operation not permitted, permission denied",
    "There is not enough space on the disk, the disk is full",
    "Disk quota exceeded, the user's share of the disk is full",
    "The process cannot access the file because it is being used by another process, "
        + "another program is using it",
    "Something else, Something else"
  })
  void whatTheSystemSaysIsPutPlainly(String said, String reason) {
    assertEquals(reason, Reasons.of(new FileSystemException("/a/b", null, said)));
    assertEquals(reason, Reasons.of(new IOException(said)));
  }

  @Test
  void textThatIsNoneIsCalledSo() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xc3, 0x28});
    assertEquals("it isn't text in UTF-8", reason(() -> Files.readString(file)));
  }
}
