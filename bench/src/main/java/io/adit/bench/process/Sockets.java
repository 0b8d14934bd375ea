package io.adit.bench.process;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What connections to a server on this machine are made of: the cheapest that there is. */
public final class Sockets {
  private Sockets() {}

  static MultiThreadIoEventLoopGroup loops(int count) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(count, io);
  }

  static Class<? extends SocketChannel> channel() {
    return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** The same for what listens. */
  static Class<? extends ServerSocketChannel> listeningChannel() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** For what accepts connections. */
  public static SslContextBuilder tls(Path certificate, Path key) {
    return SslContextBuilder.forServer(certificate.toFile(), key.toFile()).sslProvider(provider());
  }

  /** The server is looked at by its authority alone, not by its name. */
  public static SslContextBuilder tls(Path authority) {
    return SslContextBuilder.forClient()
        .sslProvider(provider())
        .trustManager(authority.toFile())
        .endpointIdentificationAlgorithm(null);
  }

  private static SslProvider provider() {
    return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
  }

  /** What comes of it, if it comes in time. */
  public static <T extends @Nullable Object> T await(
      CompletableFuture<T> future, Duration patience, String failure) throws IOException {
    try {
      return future.get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(failure + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException(failure + " in " + patience.toSeconds() + " seconds", e);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
