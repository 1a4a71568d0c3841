package neuralart.network.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import neuralart.reference.PyTorch;
import neuralart.reference.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads from a server of its own, and the list of models. */
class ModelFolderTest {
  private static final String PROPERTY = "neuralart.models";
  private static final int PATIENCE = 30_000;
  private static final int IMPATIENCE = 1000;
  private final String before = System.getProperty(PROPERTY);
  private final byte[] published = new byte[300_000];
  private final CountDownLatch testIsOver = new CountDownLatch(1);
  private HttpServer server;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    new Random(1).nextBytes(published);
    System.setProperty(PROPERTY, folder.toString());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/whole/", exchange -> send(exchange, published, published.length));
    server.createContext("/short/", exchange -> send(exchange, published, published.length / 3));
    byte[] other = published.clone();
    other[200_000]++;
    server.createContext("/other/", exchange -> send(exchange, other, other.length));
    byte[] page = "<html>Sign in to the network</html>".getBytes();
    server.createContext("/page/", exchange -> send(exchange, page, page.length));
    server.createContext("/slow/", this::stall);
    server.start();
  }

  @AfterEach
  void stop() {
    testIsOver.countDown();
    server.stop(0);
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  /** Sends the beginning of some bytes, and announces all of them. */
  private static void send(HttpExchange exchange, byte[] bytes, int length) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes, 0, length);
    exchange.close();
  }

  private void stall(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, published.length);
    exchange.getResponseBody().write(published, 0, 1000);
    exchange.getResponseBody().flush();
    try {
      testIsOver.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private Optional<Path> download(String from, LongPredicate watcher) {
    String address = "http://localhost:" + server.getAddress().getPort() + "/" + from + "/";
    return download(address, from.equals("slow") ? IMPATIENCE : PATIENCE, watcher);
  }

  private Optional<Path> download(String address, int patience, LongPredicate watcher) {
    String md5 = HexFormat.of().formatHex(Download.md5().digest(published));
    WeightsFile file = new WeightsFile("net.h5", address, published.length, md5);
    return new Download(file, folder.resolve("new"), patience).run(watcher);
  }

  @Test
  void aWholeFileGetsItsName() throws IOException {
    List<Long> seen = new ArrayList<>();
    Path file = download("whole", seen::add).orElseThrow();
    assertEquals(folder.resolve("new/net.h5"), file);
    assertArrayEquals(published, Files.readAllBytes(file));
    assertEquals(published.length, seen.get(seen.size() - 1));
    assertEquals(List.of("net.h5"), files());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "short | 300000",
        "other | MD5",
        "page | 35 of 300000 bytes",
        "absent | 404",
        "slow | doesn't answer any more"
      })
  void anythingElseLeavesNothing(String from, String reason) throws IOException {
    String message =
        assertThrows(IllegalStateException.class, () -> download(from, done -> true)).getMessage();
    assertTrue(message.contains(reason) && message.contains("net.h5"), message);
    assertEquals(1, message.lines().count());
    assertEquals(List.of(), files());
  }

  @Test
  void withoutANetworkTheMessageSaysWhereToGetIt() throws IOException {
    server.stop(0);
    for (String address : List.of("http://nowhere.invalid/", "http://localhost:1/")) {
      String message =
          assertThrows(IllegalStateException.class, () -> download(address, PATIENCE, done -> true))
              .getMessage();
      assertTrue(message.contains(address + "net.h5") && message.contains("new"), message);
    }
    assertEquals(List.of(), files());
  }

  @Test
  void aCanceledDownloadLeavesTheFileThatWasThere() throws IOException {
    Path old = Files.createDirectories(folder.resolve("new")).resolve("net.h5");
    Files.writeString(old, "old");
    assertEquals(Optional.empty(), download("whole", done -> done < 100_000));
    assertEquals(List.of("net.h5"), files());
    assertEquals("old", Files.readString(old));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("new"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void theListTellsReadyFromDamaged() throws IOException {
    Path weights = TestData.squeezeNetWeights();
    Path copy = folder.resolve(KnownModel.SQUEEZENET.file().name());
    Files.copy(weights, copy);
    assertEquals("ready", status("squeezenet"));
    assertEquals("ready", status("builtin"));
    byte[] bytes = Files.readAllBytes(copy);
    Files.write(copy, Arrays.copyOf(bytes, 1000));
    assertEquals("damaged: 1000 of 3002560 bytes", status("squeezenet"));
    bytes[2_000_000]++;
    Files.write(copy, bytes);
    assertTrue(status("squeezenet").startsWith("damaged: its MD5"), status("squeezenet"));
    assertThrows(
        IllegalArgumentException.class, () -> ModelFolder.download("builtin", done -> true));
  }

  @Test
  void ownNetworksAreAddedWithWhatIsSaidOfThem() throws Exception {
    PyTorch.assumeAvailable();
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path file = elsewhere.resolve("mine.h5");
    PyTorch.run(
        "make_keras_network.py", List.of("--kind", "sequential", "--keras", 2, "--output", file));
    Files.writeString(elsewhere.resolve("mine.properties"), "license = CC0");
    Path models = folder.resolve("models");
    System.setProperty(PROPERTY, models.toString());
    assertEquals(models.resolve("mine.h5"), ModelFolder.add(file));
    assertEquals("ready", status("mine.h5"));
    assertEquals("CC0", Models.of("mine.h5").license());
    assertTrue(Models.titles().contains("mine.h5"));
    Models.load("mine.h5").close();
    assertThrows(IllegalStateException.class, () -> ModelFolder.add(file));
    Path other = elsewhere.resolve("other.h5");
    Files.writeString(other, "nothing");
    assertThrows(IllegalArgumentException.class, () -> ModelFolder.add(other));
    Files.copy(other, models.resolve("other.h5"));
    assertTrue(status("other.h5").startsWith("damaged: "), status("other.h5"));
  }

  private static String status(String model) {
    return ModelFolder.entries().stream()
        .filter(entry -> entry.model().equals(model))
        .findFirst()
        .orElseThrow()
        .status();
  }
}
