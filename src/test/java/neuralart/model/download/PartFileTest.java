package neuralart.model.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What downloads leave behind, and several of them at once. */
class PartFileTest {
  private FaultyServer server;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = new FaultyServer();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Optional<Path> download(String from) throws Exception {
    WeightsFile file = DownloadTest.file(server.published(), from);
    Optional<Path> whole = new Download(file, folder, DownloadTest.IMPATIENT).run(bytes -> true);
    assertArrayEquals(server.published(), Files.readAllBytes(folder.resolve("net.h5")));
    return whole;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsLeftOfAnotherVersionIsNotTaken() throws Exception {
    Files.write(folder.resolve("net.h5123.part"), Arrays.copyOf(server.otherVersion(), 200_000));
    Files.write(folder.resolve("net.h545.part"), Arrays.copyOf(server.published(), 1000));
    download(server.address("resumable")).orElseThrow();
    assertEquals(List.of("resumable bytes=200000-", "resumable"), server.requests());
    assertEquals(List.of("net.h5"), files());
  }

  @Test
  void aWholePartNeedsNoServer() throws Exception {
    Files.write(folder.resolve("net.h5.part"), server.published());
    download(server.address("status404")).orElseThrow();
    assertEquals(List.of(), server.requests());
    Files.write(folder.resolve("net.h5.part"), new byte[FaultyServer.SIZE + 1]);
    download(server.address("whole")).orElseThrow();
    assertEquals(List.of("whole"), server.requests());
    assertEquals(List.of("net.h5"), files());
  }

  @Test
  void severalAtOnceDoNotSpoilEachOther() throws Exception {
    List<CompletableFuture<Optional<Path>>> downloads =
        Stream.of("stallonce", "nolength", "whole", "resumable")
            .map(server::address)
            .map(from -> CompletableFuture.supplyAsync(() -> quietly(from)))
            .toList();
    for (CompletableFuture<Optional<Path>> download : downloads) {
      assertEquals(folder.resolve("net.h5"), download.get().orElseThrow());
    }
    assertEquals(List.of("net.h5"), files());
  }

  private Optional<Path> quietly(String from) {
    try {
      return download(from);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** While another program downloads a file, so can this one; when that is killed, it goes on. */
  @Tag("slow")
  @Test
  @Timeout(30)
  void whatAKilledProgramLeavesIsGoneOnWith() throws Exception {
    Process other =
        DownloadProcess.start(
            DownloadTest.file(server.published(), server.address("stall")), folder);
    try {
      Path part = folder.resolve("net.h5.part");
      while (!Files.exists(part) || Files.size(part) < FaultyServer.SIZE / 2) {
        assertTrue(other.isAlive());
        TimeUnit.MILLISECONDS.sleep(10);
      }
      download(server.address("resumable"));
      assertEquals(List.of("net.h5", "net.h5.part"), files());
      assertArrayEquals(server.published(), Files.readAllBytes(folder.resolve("net.h5")));
      PartFile.discard(folder, "net.h5");
      assertEquals(List.of("net.h5", "net.h5.part"), files());
    } finally {
      other.destroyForcibly().waitFor();
    }
    Files.delete(folder.resolve("net.h5"));
    download(server.address("resumable"));
    assertEquals(List.of("stall", "resumable", "resumable bytes=150000-"), server.requests());
  }

  @Test
  void whatIsLeftOverIsDeletedWhenItIsNotNeeded() throws Exception {
    Files.writeString(folder.resolve("net.h5.part"), "left");
    Files.writeString(folder.resolve("net.h512.part"), "left");
    Files.writeString(folder.resolve("other.h5.part"), "another's");
    PartFile.discard(folder, "net.h5");
    assertEquals(List.of("other.h5.part"), files());
    PartFile.discard(folder.resolve("absent"), "net.h5");
  }
}
