package neuralart.model.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads through a proxy, with and without encryption, and to a disk that is full. */
@Tag("slow")
class DownloadConnectionTest {
  private static final String PASSWORD = "password";
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

  private WeightsFile file(String address) throws Exception {
    return DownloadTest.file(server.published(), address);
  }

  private void download(String address) throws Exception {
    new Download(file(address), folder, DownloadOptions.defaults()).run(bytes -> true);
    assertArrayEquals(server.published(), Files.readAllBytes(folder.resolve("net.h5")));
    assertEquals(List.of("net.h5"), files(folder));
    Files.delete(folder.resolve("net.h5"));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theProxyIsAsked() throws Exception {
    System.setProperty("http.proxyHost", "localhost");
    System.setProperty("http.proxyPort", String.valueOf(server.port()));
    try {
      download("http://nowhere.invalid/whole/");
      assertEquals(List.of("whole"), server.requests());
      System.setProperty("http.proxyHost", "proxy.invalid");
      System.setProperty("http.proxyPort", "81");
      String message =
          assertThrows(IllegalStateException.class, () -> download("http://nowhere.invalid/whole/"))
              .getMessage();
      assertTrue(message.contains("nowhere.invalid: the proxy proxy.invalid:81 isn't"), message);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
    }
  }

  @Test
  void redirectsGoBothWaysBetweenHttpAndHttps(@TempDir Path keys) throws Exception {
    SSLContext usual = SSLContext.getDefault();
    SSLContext own = context(keys.resolve("keys"));
    InetAddress here = InetAddress.getLoopbackAddress();
    HttpsServer secure = HttpsServer.create(new InetSocketAddress(here, 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(own));
    secure.createContext(
        "/down/", exchange -> FaultyServer.redirect(exchange, server.address("whole") + "net.h5"));
    secure.createContext(
        "/whole/",
        exchange -> {
          server.whole(exchange);
          exchange.close();
        });
    secure.start();
    String address = "https://localhost:" + secure.getAddress().getPort();
    server.addRedirect("up", address + "/whole/net.h5");
    try {
      String message =
          assertThrows(IllegalStateException.class, () -> download(server.address("up")))
              .getMessage();
      assertTrue(
          message.contains("there is no secure connection to the server localhost (PKIX"), message);
      assertEquals(1, message.lines().count(), message);
      SSLContext.setDefault(own);
      download(server.address("up"));
      download(address + "/down/");
    } finally {
      SSLContext.setDefault(usual);
      secure.stop(0);
    }
  }

  /** Makes a key for this machine, and trusts it. */
  private static SSLContext context(Path keys) throws Exception {
    String command =
        Path.of(System.getProperty("java.home"), "bin", "keytool")
            + " -J-XX:TieredStopAtLevel=1 -genkeypair -alias own -keyalg EC -dname CN=localhost -ext SAN=dns:localhost"
            + " -storetype PKCS12 -storepass "
            + PASSWORD
            + " -keystore "
            + keys;
    Process process =
        new ProcessBuilder(command.split(" ")).redirectError(Redirect.DISCARD).start();
    assertEquals(0, process.waitFor());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  /** No disk is as easily full as a program is kept from writing large files. */
  @Test
  @Timeout(30)
  void aDiskThatTakesNoMoreIsNoFaultOfTheServer() throws Exception {
    Path shell = Path.of("/bin/sh");
    assumeTrue(Files.exists(shell), "skipped: there is no " + shell);
    String[] limited = {shell.toString(), "-c", "ulimit -f 200; exec \"$@\"", "sh"};
    Process process = DownloadProcess.start(file(server.address("whole")), folder, limited);
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), said);
    String expected = "net.h5 can't be written to " + folder + ": the disk can't hold files of";
    assertTrue(said.contains(expected), said);
    assertEquals(List.of("whole"), server.requests());
    assertEquals(List.of(), files(folder));
  }
}
