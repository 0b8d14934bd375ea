package io.adit.server.audit.deliver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.audit.chain.AuditLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server: each record is a message of RFC 5424, in a datagram of its own (RFC 5426) or
 * behind its length in a stream (RFC 6587, over TLS RFC 5425). Syslog has no answers: what was on
 * the way when a connection broke may be lost, and is sent again only as far as that was noticed.
 *
 * <pre>
 * &lt;110&gt;1 2026-11-27T21:45:00.000000Z host adit - ApiCall - {"seq":17,…}
 * </pre>
 */
final class SyslogReceiver implements Receiver {
  /** Facility 13, log audit; severity 6, informational. */
  private static final String PRIORITY_AND_VERSION = "<110>1 ";

  private static final int CONNECT_MILLIS = 10_000;
  private static final int FAREWELL_MILLIS = 100;

  /** What a datagram over IPv4 can hold. */
  private static final int MOST_DATAGRAM_BYTES = 65_507;

  private final SyslogOptions options;
  private final String hostName;
  private final @Nullable SSLSocketFactory tls;
  private @Nullable Socket stream;

  /**
   * @param hostName what this server calls itself
   */
  SyslogReceiver(SyslogOptions options, String hostName) throws IOException {
    this.options = options;
    this.hostName = hostName.isEmpty() ? "-" : hostName;
    this.tls =
        options.transport() == SyslogOptions.Transport.TLS
            ? Trust.of(options.ca()).getSocketFactory()
            : null;
  }

  @Override
  public String name() {
    return "syslog " + options.transport() + " " + options.host() + ":" + options.port();
  }

  @Override
  public void take(List<AuditLine> lines) throws IOException {
    try {
      if (options.transport() == SyslogOptions.Transport.UDP) {
        sendDatagrams(lines);
      } else {
        sendStream(lines);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    Socket open = stream;
    stream = null;
    if (open != null) {
      try {
        // TLS waits for the other end's farewell.
        open.setSoTimeout(FAREWELL_MILLIS);
        open.close();
      } catch (IOException e) {
        // It is gone all the same.
      }
    }
  }

  private void sendDatagrams(List<AuditLine> lines) throws IOException {
    InetAddress address = InetAddress.getByName(options.host());
    try (var socket = new DatagramSocket()) {
      for (AuditLine line : lines) {
        byte[] message = message(line);
        int length = Math.min(message.length, MOST_DATAGRAM_BYTES);
        socket.send(new DatagramPacket(message, length, address, options.port()));
      }
    }
  }

  private void sendStream(List<AuditLine> lines) throws IOException {
    Socket open = stream;
    if (open == null || isEnded(open)) {
      close();
      open = connect();
      stream = open;
    }
    var bytes = new ByteArrayOutputStream();
    for (AuditLine line : lines) {
      byte[] message = message(line);
      bytes.write((message.length + " ").getBytes(US_ASCII));
      bytes.write(message);
    }
    open.getOutputStream().write(bytes.toByteArray());
    open.getOutputStream().flush();
  }

  /** A syslog server sends nothing; when reading ends at once, it has gone. */
  private static boolean isEnded(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(options.host(), options.port()), CONNECT_MILLIS);
      return tls == null ? socket : secured(tls, socket);
    } catch (IOException e) {
      socket.close();
      throw new IOException("it cannot be reached: " + e.getMessage(), e);
    }
  }

  private SSLSocket secured(SSLSocketFactory factory, Socket socket) throws IOException {
    SSLSocket secured =
        (SSLSocket) factory.createSocket(socket, options.host(), options.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    socket.setSoTimeout(CONNECT_MILLIS);
    secured.startHandshake();
    return secured;
  }

  /** The record's own time and kind are in the head, so that receivers need not read JSON. */
  byte[] message(AuditLine line) {
    var record = line.tree();
    String head =
        PRIORITY_AND_VERSION
            + record.path("at").asText()
            + " "
            + hostName
            + " adit - "
            + record.path("event").asText()
            + " - ";
    byte[] bytes = new byte[head.length() + line.bytes().length];
    System.arraycopy(head.getBytes(UTF_8), 0, bytes, 0, head.length());
    System.arraycopy(line.bytes(), 0, bytes, head.length(), line.bytes().length);
    return bytes;
  }
}
