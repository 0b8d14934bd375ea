package io.adit.peer.socket;

import io.vertx.core.net.SocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a service is reached: a TCP port, a Unix socket, this process's own two ends, or nowhere.
 */
public sealed interface Endpoint {

  /**
   * A TCP port.
   *
   * @param host a name or an address; an IPv6 address is without brackets
   * @param port 1 to 65535, or 0 for any free port where one listens
   */
  record Tcp(String host, int port) implements Endpoint {
    public Tcp {
      if (host.isEmpty()) {
        throw new IllegalArgumentException("the host is empty");
      }
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
      }
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** A Unix socket in the file system. */
  record UnixSocket(String path) implements Endpoint {
    @Override
    public String toString() {
      return path;
    }
  }

  /** The standard input and output of the process. */
  record Standard() implements Endpoint {
    @Override
    public String toString() {
      return "standard input and output";
    }
  }

  /**
   * Nowhere: whoever asks for the service is refused.
   *
   * @param reason in words for the one who asked
   */
  record Refused(String reason) implements Endpoint {
    @Override
    public String toString() {
      return "refused";
    }
  }

  /** {@code port}, {@code host:port} or {@code [IPv6]:port}. */
  Pattern TCP_FORM =
      Pattern.compile(
          "(?:(?:\\[(?<v6>[0-9A-Fa-f:.%\\w]+)]|(?<host>[^\\[\\]:\\s]+)):)?(?<port>[0-9]{1,5})");

  /**
   * Reads an endpoint as people write it; whatever holds a slash is a Unix socket's path.
   *
   * @param defaultHost the host of an endpoint that is a port only
   * @throws IllegalArgumentException saying what is wrong with the text
   */
  static Endpoint parse(String text, String defaultHost) {
    if (text.indexOf('/') >= 0) {
      return new UnixSocket(text);
    }
    Matcher form = TCP_FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no endpoint; give PORT, HOST:PORT, [IPv6]:PORT or a Unix socket's path");
    }
    String v6 = form.group("v6");
    String host = v6 != null ? v6 : form.group("host");
    return new Tcp(host != null ? host : defaultHost, Integer.parseInt(form.group("port")));
  }

  /** A socket's address, as an endpoint is written. */
  static String text(SocketAddress address) {
    if (!address.isInetSocket()) {
      String path = address.path();
      return path == null || path.isEmpty() ? "a Unix socket" : path;
    }
    String ip = address.hostAddress();
    return new Tcp(ip != null ? ip : address.host(), address.port()).toString();
  }
}
