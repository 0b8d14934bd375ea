package io.adit.conformance.sockets;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/** A connection to the server's port on which the story writes each byte itself. */
public final class TlsConnection implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;
  private static final int DRIBBLE_MILLIS = 250;

  private final Socket socket;
  private final InputStream in;

  private TlsConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(LIMIT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  /** What makes connections that trust the server's CA; costs much more than a connection. */
  public static SSLSocketFactory trusting(AditProcess server) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, AwsSdk.trusting(server.caBundle()), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no TLS here", e);
    }
  }

  public static TlsConnection open(SSLSocketFactory factory, int port) {
    try {
      var plain = connect(port);
      return new TlsConnection(factory.createSocket(plain, "localhost", port, true));
    } catch (IOException e) {
      throw new UncheckedIOException("no connection to port " + port, e);
    }
  }

  /**
   * From one of this machine's many addresses: one alone may not have any number of connections
   * that come to nothing.
   */
  public static TlsConnection openFromAnywhere(SSLSocketFactory factory, int port) {
    try {
      var plain = new Socket();
      byte last = (byte) ThreadLocalRandom.current().nextInt(1, 255);
      plain.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 2, last}), 0));
      return new TlsConnection(
          factory.createSocket(connected(plain, port), "localhost", port, true));
    } catch (IOException e) {
      throw new UncheckedIOException("no connection to port " + port, e);
    }
  }

  /** Without TLS. */
  public static TlsConnection openPlain(int port) {
    try {
      return new TlsConnection(connect(port));
    } catch (IOException e) {
      throw new UncheckedIOException("no connection to port " + port, e);
    }
  }

  private static Socket connect(int port) throws IOException {
    return connected(new Socket(), port);
  }

  private static Socket connected(Socket socket, int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
    return socket;
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  InputStream in() {
    return in;
  }

  /** Reads so many bytes, or fewer where the connection ends before. */
  public byte[] read(int count) throws IOException {
    return in.readNBytes(count);
  }

  /** Reads one HTTP response. */
  public HttpAnswer readAnswer() throws IOException {
    return HttpAnswer.read(in);
  }

  /** Says that nothing more comes, and still reads. */
  public void finishSending() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // The server has ended it already, which the next read shows.
      return;
    }
  }

  /** Sends a byte now and then until the server ends the connection; false when it does not. */
  public boolean isEndedWhileDribbling(byte[] bytes) throws IOException {
    socket.setSoTimeout(DRIBBLE_MILLIS);
    boolean ended = false;
    for (int i = 0; i < bytes.length && !ended; i++) {
      ended = isEndedAfter(bytes[i]);
    }
    return ended;
  }

  private boolean isEndedAfter(byte next) throws IOException {
    try {
      send(new byte[] {next});
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      // Still open: the next byte is due.
      return false;
    } catch (SocketException | SSLException e) {
      return true;
    }
  }

  /**
   * Reads to the end of the connection; an end is also a reset or a TLS alert. Fails when the other
   * side leaves it open.
   */
  public byte[] readToEnd() throws IOException {
    var read = new ByteArrayOutputStream();
    try {
      in.transferTo(read);
    } catch (SocketTimeoutException e) {
      throw new AssertionError(
          "the server left the connection open, after " + read.toString(StandardCharsets.UTF_8), e);
    } catch (SocketException | SSLException e) {
      return read.toByteArray();
    }
    return read.toByteArray();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
