package io.adit.conformance.sockets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A company's web proxy: CONNECT with a login, and nothing else. */
public final class WebProxy implements AutoCloseable {
  private static final int BACKLOG = 50;

  private final ServerSocket listener;
  private final String authorization;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * @param authorization what {@code Proxy-Authorization} must say; anything else is a 407
   */
  public WebProxy(String authorization) {
    this.authorization = authorization;
    try {
      listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no web proxy", e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** What it was asked, with all lines. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    try {
      while (true) {
        var socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed with its story.
      return;
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var request = head(socket.getInputStream());
      requests.add(request);
      if (!request.contains("\r\nProxy-Authorization: " + authorization + "\r\n")) {
        answer(socket, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=us");
        return;
      }
      var target = request.split(" ", 3)[1];
      int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
      try (var relay = new Socket(InetAddress.getLoopbackAddress(), port)) {
        answer(socket, "200 Connection established");
        var back = DeviceExchange.inBackground(() -> copy(relay, socket));
        copy(socket, relay);
        back.join();
      }
    } catch (IOException e) {
      // One of the two went away.
      return;
    }
  }

  private static void answer(Socket socket, String answer) throws IOException {
    socket.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(ISO_8859_1));
  }

  private static void copy(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The end of a connection, as any other.
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ended within a request");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
