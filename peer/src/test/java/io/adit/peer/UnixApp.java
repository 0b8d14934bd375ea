package io.adit.peer;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * An application that listens at a Unix socket: the kernel takes far less for it than for one at a
 * TCP port, so that what it does not read soon waits in the proxy.
 */
final class UnixApp implements AutoCloseable {
  private final Path path;
  private final ServerSocketChannel server;

  private UnixApp(Path path, ServerSocketChannel server) {
    this.path = path;
    this.server = server;
  }

  static UnixApp listen(Path path) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    return new UnixApp(path, server);
  }

  static SocketChannel connect(Path path) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path));
  }

  SocketChannel accept() throws IOException {
    return server.accept();
  }

  /** Reads up to so many bytes; fewer only where the end comes first. */
  static int read(SocketChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        break;
      }
    }
    return buffer.position();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
