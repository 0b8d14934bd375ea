package io.adit.server.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** A client's connection on which every byte is written by hand. Nothing waits for ever. */
public final class RawConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  /** An HTTP response. Header names are in lower case. */
  public record Response(int status, List<String> headers, String body) {
    public Optional<String> header(String lowerCaseName) {
      String prefix = lowerCaseName + ": ";
      return headers.stream()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .findFirst();
    }
  }

  private final Socket tcp;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RawConnection(Socket tcp, Socket socket) throws IOException {
    this.tcp = tcp;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = socket.getOutputStream();
  }

  /** TCP only. */
  public static RawConnection plain(int port) throws IOException {
    Socket tcp = connect(new Socket(), port);
    return new RawConnection(tcp, tcp);
  }

  /** TLS, with the handshake done. */
  public static RawConnection tls(SSLContext context, int port, String... protocols)
      throws IOException {
    return tls(connect(new Socket(), port), context, port, protocols);
  }

  /** The same from another of this machine's addresses. */
  public static RawConnection tlsFrom(String address, SSLContext context, int port)
      throws IOException {
    Socket tcp = new Socket();
    tcp.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    return tls(connect(tcp, port), context, port);
  }

  private static RawConnection tls(Socket tcp, SSLContext context, int port, String... protocols)
      throws IOException {
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", port, true);
    if (protocols.length > 0) {
      tls.setEnabledProtocols(protocols);
    }
    tls.startHandshake();
    return new RawConnection(tcp, tls);
  }

  private static Socket connect(Socket socket, int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  public RawConnection send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Sends lines; each gets its CR and LF. */
  public RawConnection sendLines(String... lines) throws IOException {
    return send((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Reads exactly so many bytes. */
  public byte[] read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the server closed after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  /** Whether the server has nothing more to say, ever: waits for more bytes or the end. */
  public boolean isAtEnd() throws IOException {
    try {
      return in.read() < 0;
    } catch (SSLException | SocketException e) {
      return true; // cut without the TLS close
    }
  }

  /** Reads all that comes until the server ends the connection, in good order or not. */
  public String readToEnd() throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (SSLException | SocketException e) {
      // Cut without the TLS close.
    }
    return text.toString();
  }

  public Response readResponse() throws IOException {
    String statusLine = readLine();
    List<String> headers = new ArrayList<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
    }
    int status = Integer.parseInt(statusLine.split(" ", -1)[1]);
    Response head = new Response(status, headers, "");
    int length = head.header("content-length").map(Integer::parseInt).orElse(0);
    String body = status == 101 ? "" : new String(read(length), StandardCharsets.UTF_8);
    return new Response(status, headers, body);
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed inside a line: " + line);
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** Waits so long for the server to end the connection, and returns whether it did. */
  public boolean isCutWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SSLException | SocketException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** Nothing more comes from here. */
  public void shutDownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Cuts the connection, also while another thread writes to it. */
  public void cut() throws IOException {
    tcp.close();
  }

  /** Ends the connection in good order. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
