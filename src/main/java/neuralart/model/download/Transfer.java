package neuralart.model.download;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks one address for what is missing of a file. */
final class Transfer {
  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

  private final URI address;
  private final WeightsFile file;
  private final PartFile part;
  private final DownloadOptions options;
  private final Watch watch;
  private final HttpClient client;
  private Optional<String> version = Optional.empty();
  private boolean whole;

  Transfer(String address, WeightsFile file, PartFile part, DownloadOptions options, Watch watch) {
    this.address = URI.create(address);
    this.file = file;
    this.part = part;
    this.options = options;
    this.watch = watch;
    // Redirects are followed here: Java's client doesn't go from https to http. It may: what comes
    // counts by its checksum alone.
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.connect())
            .build();
  }

  /** Whether what is there came from this address in one answer. */
  boolean isWhole() {
    return whole;
  }

  /**
   * Appends what is missing, or writes all anew where the server doesn't send parts.
   *
   * @throws TransferException if the server doesn't send it
   * @throws IOException if it can't be written
   * @throws java.util.concurrent.CancellationException if it is stopped
   */
  void run() throws IOException {
    URI uri = address;
    for (int hop = 0; hop <= options.redirects(); hop++) {
      long offset = part.size();
      whole = false;
      HttpResponse<Void> response = ask(uri, offset);
      if (!REDIRECTS.contains(response.statusCode())) {
        finish(response, offset);
        return;
      }
      uri = next(uri, response.headers());
    }
    throw TransferException.lasting(
        "it sends on from address to address, more than " + options.redirects() + " times");
  }

  private void finish(HttpResponse<Void> response, long offset) throws IOException {
    Answer answer = new Answer(response.statusCode(), response.headers(), file.bytes(), offset);
    Optional<TransferException> refusal = answer.refusal(options.longestWait());
    if (refusal.isPresent()) {
      if (answer.isOtherPart()) {
        part.clear();
      }
      throw refusal.get();
    }
    long size = part.size();
    if (size > file.bytes()) {
      part.clear();
      throw TransferException.lasting(
          "it sends more than the " + file.bytes() + " bytes of the published file");
    } else if (size < file.bytes()) {
      throw brokenOff();
    }
  }

  private TransferException brokenOff() {
    return TransferException.passing(
        String.format(
            Locale.ROOT,
            "the connection broke off after %d of %d bytes",
            part.size(),
            file.bytes()));
  }

  private static URI next(URI from, HttpHeaders headers) throws TransferException {
    String location = headers.firstValue("Location").orElse("");
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      to = from;
    }
    boolean isWeb = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
    if (location.isEmpty() || !isWeb || to.getHost() == null) {
      throw TransferException.lasting("it sends on to '" + location + "', which is no web address");
    }
    return to;
  }

  private HttpResponse<Void> ask(URI uri, long offset) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
      version.ifPresent(tag -> request.header("If-Range", tag));
    }
    Body body = new Body(part, file.bytes());
    CompletableFuture<HttpResponse<Void>> response =
        client.sendAsync(request.build(), info -> body.use(use(info, offset)));
    try {
      return await(response, uri);
    } finally {
      body.stop();
      response.cancel(true);
      whole = body.startedAnew();
    }
  }

  private Body.Use use(HttpResponse.ResponseInfo info, long offset) {
    Answer answer = new Answer(info.statusCode(), info.headers(), file.bytes(), offset);
    if (answer.refusal(options.longestWait()).isPresent()) {
      return Body.Use.NONE;
    }
    // A weak tag doesn't say that the bytes are the same.
    version = info.headers().firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
    return answer.isPart() ? Body.Use.APPEND : Body.Use.START_ANEW;
  }

  private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> response, URI uri)
      throws IOException {
    watch.begin(part.size());
    while (true) {
      try {
        return response.get(Watch.TICK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        watch.check(part.size());
      } catch (InterruptedException e) {
        throw Watch.interrupted();
      } catch (ExecutionException e) {
        throw problem(e.getCause(), uri);
      }
    }
  }

  private IOException problem(Throwable cause, URI uri) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof UncheckedIOException disk) {
        return disk.getCause();
      }
    }
    return NetworkProblem.of(cause, uri).orElseGet(this::brokenOff);
  }
}
