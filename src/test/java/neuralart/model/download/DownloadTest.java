package neuralart.model.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads from a server of the test's own, with everything that goes wrong. */
@Tag("slow")
class DownloadTest {
  private static final String NAME = "net.h5";
  private static final LongPredicate GO_ON = bytes -> true;
  static final DownloadOptions PATIENT = options(Duration.ofSeconds(30), 3);
  static final DownloadOptions IMPATIENT = options(Duration.ofMillis(400), 1);

  private FaultyServer server;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = new FaultyServer();
  }

  /** After each test: nothing under the name of the file but the whole file. */
  @AfterEach
  void stop() throws IOException {
    server.close();
    Path file = folder.resolve(NAME);
    if (Files.exists(file)) {
      assertArrayEquals(server.published(), Files.readAllBytes(file));
    }
  }

  private static DownloadOptions options(Duration silence, int retries) {
    return new DownloadOptions(
        Duration.ofSeconds(5),
        silence,
        200_000,
        silence.plusMillis(100),
        retries,
        Duration.ofMillis(10),
        Duration.ofSeconds(1),
        5);
  }

  static WeightsFile file(byte[] published, String... addresses) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(published);
    Checksum checksum = Checksum.sha256(HexFormat.of().formatHex(digest));
    return new WeightsFile(NAME, List.of(addresses), published.length, checksum);
  }

  private Optional<Path> download(DownloadOptions options, LongPredicate watcher, String... from)
      throws Exception {
    return new Download(file(server.published(), from), folder, options).run(watcher);
  }

  private String failure(DownloadOptions options, String... from) {
    String message =
        assertThrows(IllegalStateException.class, () -> download(options, GO_ON, from))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith(NAME), message);
    if (Boolean.getBoolean("neuralart.downloads.verbose")) {
      System.out.println(String.join(" ", from) + "\n  " + message);
    }
    return message;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status401 | 1 | it refuses to give the file (401)",
        "status403 | 1 | it refuses to give the file (403)",
        "status404 | 1 | it doesn't have the file (404)",
        "status407 | 1 | the proxy wants a password (407)",
        "status418 | 1 | it answers with the status 418",
        "status503 | 4 | it has a problem (503)",
        "429long | 1 | it has too many requests (429) and asks to wait 60 minutes",
        "429date | 1 | it has too many requests (429) and asks to wait",
        "wronghash | 1 | it sends another file, without the published SHA-256",
        "wrongsize | 1 | its file has 300007 bytes, the published one 300000",
        "toolong | 1 | it sends more than the 300000 bytes of the published file",
        "page | 1 | it sends a web page instead of the file; the network may want you to sign in",
        "loop | 6 | it sends on from address to address, more than 5 times",
        "nowhere | 1 | the server nowhere.invalid isn't known, or there is no connection to the network",
        "ftp | 1 | it sends on to 'ftp://localhost/net.h5', which is no web address"
      })
  void aFaultIsToldAndLeavesNothing(String fault, int requests, String reason) throws Exception {
    String address = server.address(fault);
    String message = failure(PATIENT, address);
    assertTrue(message.contains(". localhost: " + reason), message);
    assertTrue(
        message.endsWith(
            "You can also get it by hand from " + address + NAME + " and put it into " + folder),
        message);
    assertEquals(requests, server.requests().size());
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "truncated | 2 | the connection broke off after 150000 of 300000 bytes",
        "reset | 2 | the connection broke off after",
        "stall | 2 | it doesn't answer any more",
        "drip | 1 | it is too slow, with"
      })
  void whatCameIsKept(String fault, int requests, String reason) throws Exception {
    String message = failure(IMPATIENT, server.address(fault));
    assertTrue(message.contains(". localhost: " + reason), message);
    boolean isKept = message.contains(" of 0.3 MB are kept, and the next download goes on from");
    // A reset may throw away what has come but wasn't read.
    assertTrue(isKept || fault.equals("reset"), message);
    assertEquals(isKept ? List.of(NAME + ".part") : List.of(), files());
    assertTrue(server.requests().size() >= requests, server.requests().toString());
    download(PATIENT, GO_ON, server.address("resumable"));
    String last = server.requests().get(server.requests().size() - 1);
    assertEquals(isKept, last.startsWith("resumable bytes="), last);
    assertEquals(List.of(NAME), files());
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    String message = failure(IMPATIENT, server.address("silent"));
    assertTrue(message.contains("localhost: it doesn't answer any more"), message);
    assertEquals(List.of("silent", "silent"), server.requests());
    assertEquals(List.of(), files());
  }

  @Test
  void withoutAConnectionTheMessageSaysWhereToGetIt() throws Exception {
    String refused = failure(PATIENT, "http://localhost:1/");
    assertTrue(
        refused.contains("localhost: there is no connection to the server localhost. You"),
        refused);
    assertTrue(refused.contains("by hand from http://localhost:1/net.h5 and put it"), refused);
    String unknown = failure(PATIENT, "http://nowhere.invalid/");
    assertTrue(unknown.contains("the server nowhere.invalid isn't known, or there"), unknown);
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "whole | whole",
        "nolength | nolength",
        "500once | 500once, 500once",
        "429once | 429once, 429once",
        "redirect | redirect, whole",
        "brokenoff | brokenoff, brokenoff bytes=150000-",
        "rangeignored | rangeignored, rangeignored bytes=150000-",
        "416 | 416, 416 bytes=150000-, 416",
        "otherpart | otherpart, otherpart bytes=150000-, otherpart",
        "changed | changed, changed bytes=150000-, changed",
        "newversion | newversion, newversion bytes=150000-",
      })
  void aFaultThatPassesIsOvercome(String fault, String requests) throws Exception {
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    Path file = download(PATIENT, seen::add, server.address(fault)).orElseThrow();
    assertEquals(folder.resolve(NAME), file);
    assertEquals(List.of(NAME), files());
    assertEquals(FaultyServer.SIZE, seen.get(seen.size() - 1));
    assertEquals(requests, String.join(", ", server.requests()));
  }

  @Test
  void aStallIsOvercome() throws Exception {
    download(IMPATIENT, GO_ON, server.address("stallonce")).orElseThrow();
    assertEquals(List.of("stallonce", "stallonce bytes=150000-"), server.requests());
    assertEquals(List.of(NAME), files());
  }

  @Test
  void theNextAddressIsAskedForTheRest() throws Exception {
    String[] addresses = {
      server.address("status404"), server.address("truncated"), server.address("resumable")
    };
    download(PATIENT, GO_ON, addresses).orElseThrow();
    assertEquals("status404", server.requests().get(0));
    assertEquals("resumable bytes=150000-", server.requests().get(server.requests().size() - 1));
    String message = failure(PATIENT, server.address("status403"), server.address("page"));
    assertTrue(message.contains("localhost: it refuses to give the file (403); localhost: it s"));
    assertTrue(message.contains("status403/net.h5 or http://localhost:"), message);
  }

  @ParameterizedTest
  @CsvSource({"silent, 0", "stall, 1", "drip, 1", "whole, 0"})
  void itStopsAtOnceAndKeepsTheFileThatWasThere(String fault, int bytes) throws Exception {
    Files.write(folder.resolve(NAME), server.published());
    long[] wish = {0};
    Optional<Path> file =
        download(
            PATIENT,
            there -> {
              boolean stops = there >= bytes && !server.requests().isEmpty() || wish[0] > 0;
              wish[0] = stops && wish[0] == 0 ? System.nanoTime() : wish[0];
              return !stops;
            },
            server.address(fault));
    long milliseconds = (System.nanoTime() - wish[0]) / 1_000_000;
    assertEquals(Optional.empty(), file);
    assertTrue(milliseconds < 500, milliseconds + " ms");
    assertEquals(List.of(NAME), files());
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithTheReason() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    for (Path wrong : List.of(file, file.resolve("models"))) {
      Download download =
          new Download(file(server.published(), server.address("whole")), wrong, PATIENT);
      String message =
          assertThrows(IllegalStateException.class, () -> download.run(GO_ON)).getMessage();
      assertTrue(message.startsWith("net.h5 can't be written to " + wrong + ": "), message);
      assertTrue(message.contains("a file, not a folder. Change that, or set another"), message);
      assertTrue(message.contains("-Dneuralart.models"), message);
    }
    assertEquals(List.of(), server.requests());
  }
}
