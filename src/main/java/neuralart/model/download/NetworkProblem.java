package neuralart.model.download;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why no connection comes about, in words. */
final class NetworkProblem {
  private NetworkProblem() {}

  /** The problem, unless it is just that a connection has ended. */
  static Optional<TransferException> of(Throwable problem, URI uri) {
    String peer = peer(uri);
    for (Throwable t = problem; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
        return Optional.of(
            TransferException.lasting(
                peer + " isn't known, or there is no connection to the network"));
      } else if (t instanceof HttpConnectTimeoutException) {
        return Optional.of(TransferException.passing(peer + " doesn't answer"));
      } else if (t instanceof SSLException) {
        return Optional.of(
            TransferException.lasting(
                "there is no secure connection to " + peer + " (" + line(t) + ")"));
      }
    }
    // Last, since Java takes an unknown server for one that can't be connected to.
    return problem instanceof ConnectException
        ? Optional.of(TransferException.passing("there is no connection to " + peer))
        : Optional.empty();
  }

  /** Whom this machine connects to, to get to an address. */
  private static String peer(URI uri) {
    return Stream.ofNullable(ProxySelector.getDefault())
        .flatMap(proxies -> proxies.select(uri).stream().limit(1)) // as Java's client does
        .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
        .map(proxy -> (InetSocketAddress) proxy.address())
        .map(proxy -> "the proxy " + proxy.getHostString() + ":" + proxy.getPort())
        .findFirst()
        .orElse("the server " + uri.getHost());
  }

  private static String line(Throwable problem) {
    return String.valueOf(problem.getMessage()).replaceAll("\\s+", " ");
  }
}
