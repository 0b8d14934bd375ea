package io.adit.conformance.sockets;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * A device's service for one connection: both ends send a blob of as many random bytes at the same
 * time, each its own, and each keeps the SHA-256 of what it saw.
 */
public final class DeviceBlob implements AutoCloseable {
  private static final int LIMIT_MILLIS = 60_000;

  private final ServerSocket listener;
  private final byte[] blob;
  private final CompletableFuture<String> seen = new CompletableFuture<>();

  public DeviceBlob(long seed, int bytes) {
    blob = random(seed, bytes);
    try {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no blob service", e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  public static byte[] random(long seed, int bytes) {
    var blob = new byte[bytes];
    new SplittableRandom(seed).nextBytes(blob);
    return blob;
  }

  private void serve() {
    try (var socket = listener.accept()) {
      seen.complete(exchange(socket, blob));
    } catch (IOException | RuntimeException e) {
      seen.completeExceptionally(e);
    }
  }

  /** The source's end: sends its blob through that port, and returns the SHA-256 of the other's. */
  public static String exchangeThrough(int port, byte[] blob) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
      return exchange(socket, blob);
    }
  }

  private static String exchange(Socket socket, byte[] blob) throws IOException {
    socket.setSoTimeout(LIMIT_MILLIS);
    var in = new DataInputStream(socket.getInputStream());
    var out = socket.getOutputStream();
    var sending =
        DeviceExchange.inBackground(() -> {
          out.write(blob);
          out.flush();
        });
    var other = new byte[blob.length];
    in.readFully(other);
    sending.join();
    // So that neither end closes before the other has all.
    out.write(1);
    in.readFully(new byte[1]);
    return sha256(other);
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The SHA-256 of what this end sends. */
  public String sent() {
    return sha256(blob);
  }

  /** The SHA-256 of what this end saw, once it has seen all. */
  public String seen() {
    return seen.join();
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
