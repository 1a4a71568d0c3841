package neuralart.network.model;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why no connection comes about, in words. */
final class NetworkProblem {
  private NetworkProblem() {}

  /** The problem, unless it is just that a connection has ended. */
  static Optional<TransferException> of(Throwable problem, URI uri) {
    String host = uri.getHost();
    for (Throwable t = problem; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
        return Optional.of(
            TransferException.lasting(
                "there is no server " + host + ", or no connection to the network"));
      } else if (t instanceof HttpConnectTimeoutException) {
        return Optional.of(TransferException.passing(host + " doesn't answer"));
      } else if (t instanceof SSLException) {
        return Optional.of(
            TransferException.lasting(
                "there is no secure connection to " + host + " (" + line(t) + ")"));
      }
    }
    // Last, since Java takes an unknown server for one that can't be connected to.
    return problem instanceof ConnectException
        ? Optional.of(TransferException.passing("there is no connection to " + host))
        : Optional.empty();
  }

  private static String line(Throwable problem) {
    return String.valueOf(problem.getMessage()).replaceAll("\\s+", " ");
  }
}
