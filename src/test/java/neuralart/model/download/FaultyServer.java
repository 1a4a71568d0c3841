package neuralart.model.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Serves one file on this machine only, in each folder with another fault. */
final class FaultyServer implements AutoCloseable {
  static final int SIZE = 300_000;
  private static final int HALF = SIZE / 2;
  private static final int DRIP = 1000;
  private static final int DRIP_MILLISECONDS = 20;

  private final byte[] published = bytes(1);
  private final byte[] other = bytes(2);
  private final Map<String, HttpHandler> faults = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final ServerSocket resetting;

  FaultyServer() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    server = HttpServer.create(new InetSocketAddress(here, 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    resetting = new ServerSocket(0, 0, here);
    threads.execute(this::reset);
    addStatuses();
    addBodies();
    addRanges();
    addStalls();
    addRedirects();
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  byte[] published() {
    return published.clone();
  }

  byte[] otherVersion() {
    return other.clone();
  }

  /** The address of the folder with a fault. */
  String address(String fault) {
    int port = fault.equals("reset") ? resetting.getLocalPort() : server.getAddress().getPort();
    return "http://localhost:" + port + "/" + fault + "/";
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** What was asked for so far: the fault, and the range if there was one. */
  List<String> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String fault = exchange.getRequestURI().getPath().split("/")[1];
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(fault + (range == null ? "" : " " + range));
    try (exchange) {
      faults.get(fault).handle(exchange);
    }
  }

  private boolean isFirst(String fault) {
    return requests.stream().filter(request -> request.startsWith(fault)).count() == 1;
  }

  private void addStatuses() {
    for (int status : new int[] {401, 403, 404, 407, 418, 503}) {
      faults.put("status" + status, exchange -> status(exchange, status));
    }
    faults.put("500once", onceThenWhole("500once", exchange -> status(exchange, 500)));
    faults.put("429once", onceThenWhole("429once", exchange -> busy(exchange, "0")));
    faults.put("429long", exchange -> busy(exchange, "3600"));
    faults.put("429date", exchange -> busy(exchange, "Fri, 31 Dec 2100 23:59:59 GMT"));
  }

  private HttpHandler onceThenWhole(String fault, HttpHandler first) {
    return exchange -> (isFirst(fault) ? first : (HttpHandler) this::whole).handle(exchange);
  }

  private void addBodies() {
    faults.put("whole", this::whole);
    faults.put("truncated", exchange -> send(exchange, 200, SIZE, published, 0, HALF));
    faults.put("wronghash", exchange -> send(exchange, 200, SIZE, other, 0, SIZE));
    faults.put("wrongsize", exchange -> send(exchange, 200, SIZE + 7, published, 0, DRIP));
    faults.put("nolength", exchange -> send(exchange, 200, 0, published, 0, SIZE));
    faults.put(
        "toolong",
        exchange -> send(exchange, 200, 0, Arrays.copyOf(published, 2 * SIZE), 0, 2 * SIZE));
    byte[] page = "<html>Sign in to the network</html>".getBytes(StandardCharsets.UTF_8);
    faults.put(
        "page",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          send(exchange, 200, page.length, page, 0, page.length);
        });
  }

  private void addRanges() {
    HttpHandler half = exchange -> send(exchange, 200, SIZE, published, 0, HALF);
    faults.put("brokenoff", exchange -> first("brokenoff", half, this::rest, exchange));
    faults.put("rangeignored", onceThenWhole("rangeignored", half));
    faults.put("resumable", this::rest);
    faults.put(
        "416",
        exchange -> {
          if (exchange.getRequestHeaders().containsKey("Range")) {
            status(exchange, 416);
          } else {
            first("416", half, this::whole, exchange);
          }
        });
    HttpHandler halfOfOther = exchange -> send(exchange, 200, SIZE, other, 0, HALF);
    faults.put("changed", exchange -> first("changed", halfOfOther, this::rest, exchange));
    faults.put(
        "newversion",
        exchange -> {
          boolean isFirst = isFirst("newversion");
          exchange.getResponseHeaders().set("ETag", isFirst ? "\"old\"" : "\"new\"");
          String wanted = exchange.getRequestHeaders().getFirst("If-Range");
          HttpHandler now = "\"old\"".equals(wanted) ? this::whole : this::rest;
          (isFirst ? halfOfOther : now).handle(exchange);
        });
    faults.put(
        "otherpart",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 5-299999/300000");
          boolean isPart = exchange.getRequestHeaders().containsKey("Range");
          HttpHandler wrong = e -> send(e, 206, SIZE - 5, published, 5, SIZE - 5);
          first("otherpart", half, isPart ? wrong : this::whole, exchange);
        });
  }

  private void addStalls() {
    faults.put("silent", exchange -> await());
    faults.put("stall", exchange -> stall(exchange, 0));
    faults.put("stallonce", exchange -> first("stallonce", e -> stall(e, 0), this::rest, exchange));
    faults.put("drip", exchange -> stall(exchange, SIZE / DRIP));
  }

  private void addRedirects() {
    faults.put("redirect", exchange -> redirect(exchange, "/whole/net.h5"));
    faults.put("loop", exchange -> redirect(exchange, "/loop/net.h5"));
    faults.put("nowhere", exchange -> redirect(exchange, "http://nowhere.invalid/net.h5"));
    faults.put("ftp", exchange -> redirect(exchange, "ftp://localhost/net.h5"));
  }

  /** Adds a folder that sends on. */
  void addRedirect(String fault, String location) {
    faults.put(fault, exchange -> redirect(exchange, location));
  }

  private void first(String fault, HttpHandler first, HttpHandler then, HttpExchange exchange)
      throws IOException {
    (isFirst(fault) ? first : then).handle(exchange);
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  private static void busy(HttpExchange exchange, String wait) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", wait);
    status(exchange, 429);
  }

  static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    status(exchange, 302);
  }

  void whole(HttpExchange exchange) throws IOException {
    send(exchange, 200, SIZE, published, 0, SIZE);
  }

  /** What a request asks for: all, or from a byte on. */
  private void rest(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      whole(exchange);
      return;
    }
    int from = Integer.parseInt(range.replaceAll("\\D", ""));
    String content = "bytes " + from + "-" + (SIZE - 1) + "/" + SIZE;
    exchange.getResponseHeaders().set("Content-Range", content);
    send(exchange, 206, SIZE - from, published, from, SIZE - from);
  }

  /** Sends some bytes, and announces so many; 0 announces nothing. */
  private static void send(
      HttpExchange exchange, int status, long announced, byte[] bytes, int from, int length)
      throws IOException {
    exchange.sendResponseHeaders(status, announced);
    exchange.getResponseBody().write(bytes, from, length);
  }

  private void stall(HttpExchange exchange, int drips) throws IOException {
    exchange.sendResponseHeaders(200, SIZE);
    OutputStream out = exchange.getResponseBody();
    out.write(published, 0, HALF);
    out.flush();
    for (int i = 0; i < drips && HALF + (i + 1) * DRIP <= SIZE && !await(DRIP_MILLISECONDS); i++) {
      out.write(published, HALF + i * DRIP, DRIP);
      out.flush();
    }
    await();
  }

  private void await() {
    await(TimeUnit.MINUTES.toMillis(1));
  }

  private boolean await(long milliseconds) {
    try {
      return over.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Sends half, then resets the connection. */
  private void reset() {
    while (!resetting.isClosed()) {
      try (Socket socket = resetting.accept()) {
        socket.getInputStream().read();
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(published, 0, HALF);
        requests.add("reset");
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        continue; // the client has gone, or the test is over
      }
    }
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    server.stop(0);
    resetting.close();
    threads.shutdownNow();
  }
}
