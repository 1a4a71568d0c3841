package neuralart.model.download;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says before it sends a file.
 *
 * @param status of HTTP
 * @param headers of HTTP
 * @param bytes size of the published file
 * @param offset bytes that were there when the server was asked for the others
 */
record Answer(int status, HttpHeaders headers, long bytes, long offset) {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NO_SUCH_RANGE = 416;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  /** Whether the server sends what was missing only. */
  boolean isPart() {
    return status == PARTIAL;
  }

  /** Whether what is there is no part of the server's file, or not the one that goes on here. */
  boolean isOtherPart() {
    return offset > 0 && (status == NO_SUCH_RANGE || isPart());
  }

  /**
   * Why what the server sends is not the file.
   *
   * @param longestWait how long it may ask to wait
   */
  Optional<TransferException> refusal(Duration longestWait) {
    if (status != OK && !isPart()) {
      return Optional.of(failure(longestWait));
    }
    if (isPart() && rangeBegin() != offset) {
      return Optional.of(otherPart("it sends another part of the file than asked for"));
    }
    if (isPage()) {
      return Optional.of(
          TransferException.lasting(
              "it sends a web page instead of the file; the network may want you to sign in"));
    }
    OptionalLong size = size();
    if (size.isPresent() && size.getAsLong() != bytes) {
      String reason =
          String.format(
              Locale.ROOT, "its file has %d bytes, the published one %d", size.getAsLong(), bytes);
      return Optional.of(isPart() ? otherPart(reason) : TransferException.lasting(reason));
    }
    return Optional.empty();
  }

  private TransferException failure(Duration longestWait) {
    return switch (status) {
      case 401, 403 -> TransferException.lasting("it refuses to give the file (" + status + ")");
      case 404, 410 -> TransferException.lasting("it doesn't have the file (" + status + ")");
      case 407 -> TransferException.lasting("the proxy wants a password (407)");
      case 511 -> TransferException.lasting("the network wants you to sign in (511)");
      case NO_SUCH_RANGE -> otherPart("it doesn't have the missing part of the file (416)");
      case 429 -> busy("it has too many requests (429)", longestWait);
      default ->
          status == 408 || status >= 500
              ? busy("it has a problem (" + status + ")", longestWait)
              : TransferException.lasting("it answers with the status " + status);
    };
  }

  /** After this, what is there is deleted, and the next request is for all. */
  private TransferException otherPart(String reason) {
    return offset > 0
        ? TransferException.passing(reason, Duration.ZERO)
        : TransferException.lasting(reason);
  }

  private TransferException busy(String reason, Duration longestWait) {
    Optional<Duration> wait = headers.firstValue("Retry-After").flatMap(Answer::duration);
    if (wait.isEmpty()) {
      return TransferException.passing(reason);
    }
    if (wait.get().compareTo(longestWait) > 0) {
      return TransferException.lasting(
          String.format(
              Locale.ROOT,
              "%s and asks to wait %d minutes",
              reason,
              wait.get().plusSeconds(59).toMinutes()));
    }
    return TransferException.passing(reason, wait.get());
  }

  /** The time that a server asks to wait: seconds, or a date. */
  private static Optional<Duration> duration(String value) {
    try {
      if (value.matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      }
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(ZonedDateTime.now(date.getZone()), date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private boolean isPage() {
    String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    return type.startsWith("text/html") || type.startsWith("application/xhtml");
  }

  private Matcher range() {
    return RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
  }

  private long rangeBegin() {
    Matcher range = range();
    return range.matches() ? Long.parseLong(range.group(1)) : -1;
  }

  /** The size of the server's whole file, if it says so. */
  private OptionalLong size() {
    if (!isPart()) {
      return headers.firstValueAsLong("Content-Length");
    }
    Matcher range = range();
    return range.matches() && !range.group(2).equals("*")
        ? OptionalLong.of(Long.parseLong(range.group(2)))
        : OptionalLong.empty();
  }
}
