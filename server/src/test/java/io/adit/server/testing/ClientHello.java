package io.adit.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/**
 * The first message of a TLS client, written by hand, so that it can ask for what no client of
 * today asks for.
 *
 * <pre>
 * record:  | type | version, 2 | length, 2 | content |
 * content: | kind | length, 3 | version, 2 | 32 bytes random | … |
 * </pre>
 */
public final class ClientHello {
  public static final int SSL_3 = 0x0300;
  public static final int TLS_1_0 = 0x0301;
  public static final int TLS_1_1 = 0x0302;
  public static final int TLS_1_2 = 0x0303;
  public static final int TLS_1_3 = 0x0304;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int SERVER_HELLO = 2;
  private static final int RANDOM_BYTES = 32;
  private static final int SUPPORTED_VERSIONS = 43;

  private final int version;
  private final int[] suites;

  private ClientHello(int version, int[] suites) {
    this.version = version;
    this.suites = suites;
  }

  /** One that takes this version and nothing else. */
  public static ClientHello of(int version, int... suites) {
    return new ClientHello(version, suites.clone());
  }

  /** What the server on a port of this machine says: {@code refused}, or version and suite. */
  public String answerOf(int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(bytes());
      return answer(new DataInputStream(socket.getInputStream()));
    } catch (EOFException | SocketException e) {
      return "refused";
    }
  }

  /** How {@link #answerOf} tells that it was let in. */
  public String accepted() {
    return "%04x %04x".formatted(version, suites[0]);
  }

  private static String answer(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    in.readUnsignedShort();
    in.readUnsignedShort();
    if (type == ALERT) {
      return "refused";
    }
    if (type != HANDSHAKE || in.readUnsignedByte() != SERVER_HELLO) {
      throw new IOException("neither an alert nor a ServerHello");
    }
    in.skipNBytes(3);
    int version = in.readUnsignedShort();
    in.skipNBytes(RANDOM_BYTES);
    in.skipNBytes(in.readUnsignedByte());
    int suite = in.readUnsignedShort();
    in.readUnsignedByte();
    return "%04x %04x".formatted(chosenVersion(in, version), suite);
  }

  /** Since 1.3 the version is in an extension, and in its old place stands 1.2. */
  private static int chosenVersion(DataInputStream in, int version) throws IOException {
    int left = in.readUnsignedShort();
    while (left > 0) {
      int extension = in.readUnsignedShort();
      int length = in.readUnsignedShort();
      if (extension == SUPPORTED_VERSIONS) {
        return in.readUnsignedShort();
      }
      in.skipNBytes(length);
      left -= 4 + length;
    }
    return version;
  }

  private byte[] bytes() {
    byte[] hello = written(this::writeHello);
    return written(out -> {
      out.writeByte(HANDSHAKE);
      out.writeShort(Math.min(version, TLS_1_0));
      out.writeShort(hello.length + 4);
      out.writeByte(1);
      out.writeByte(0);
      out.writeShort(hello.length);
      out.write(hello);
    });
  }

  private void writeHello(DataOutputStream out) throws IOException {
    out.writeShort(Math.min(version, TLS_1_2));
    out.write(new byte[RANDOM_BYTES]);
    out.writeByte(0); // no session
    out.writeShort(2 * suites.length);
    for (int suite : suites) {
      out.writeShort(suite);
    }
    out.writeShort(0x0100); // no compression
    if (version == SSL_3) {
      return; // has no extensions
    }
    byte[] extensions = written(this::writeExtensions);
    out.writeShort(extensions.length);
    out.write(extensions);
  }

  private void writeExtensions(DataOutputStream out) throws IOException {
    writeExtension(out, 10, 0x0004, 0x001d, 0x0017); // groups: x25519, P-256
    // signatures: RSA with SHA-256, SHA-1 and PSS; ECDSA with SHA-256
    writeExtension(out, 13, 0x0008, 0x0401, 0x0201, 0x0804, 0x0403);
    writeExtension(out, 0xff01, new byte[1]); // renegotiation, as it should be
    if (version >= TLS_1_3) {
      writeExtension(
          out, SUPPORTED_VERSIONS, new byte[] {2, (byte) (version >> 8), (byte) version});
      writeExtension(out, 51, new byte[2]); // no key yet: the server asks for one
    }
  }

  private static void writeExtension(DataOutputStream out, int type, int... shorts)
      throws IOException {
    writeExtension(
        out,
        type,
        written(content -> {
          for (int value : shorts) {
            content.writeShort(value);
          }
        }));
  }

  private static void writeExtension(DataOutputStream out, int type, byte[] content)
      throws IOException {
    out.writeShort(type);
    out.writeShort(content.length);
    out.write(content);
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has none
    }
    return bytes.toByteArray();
  }
}
