package io.adit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection that goes from one event loop to another. */
class MoveTest {
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  private final EventLoop from = loops.next();
  private final EventLoop to = loops.next();

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void aConnectionLivesOnTheOtherLoopAfterwards() throws Exception {
    try (var peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Given
      Channel connection = connect(peer);
      var arrivedOn = new CompletableFuture<Boolean>();

      // When
      from.execute(() -> Move.of(connection, to, () -> arrivedOn.complete(to.inEventLoop())));

      // Then
      assertThat(arrivedOn).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
      assertThat(connection.eventLoop()).isEqualTo(to);
      assertThat(connection.isActive()).isTrue();
      assertThat(connection.pipeline().firstContext().executor()).isEqualTo(to);
    }
  }

  @Test
  void whoWaitsForAConnectionHearsOfOneThatWasClosedOnTheWay() throws Exception {
    try (var peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Given: it cannot arrive yet.
      Channel connection = connect(peer);
      var released = new CountDownLatch(1);
      to.execute(() -> awaitQuietly(released));
      var isActive = new CompletableFuture<Boolean>();
      var left = new CompletableFuture<Void>();
      from.execute(() -> {
        Move.of(connection, to, () -> isActive.complete(connection.isActive()));
        from.execute(() -> from.execute(() -> left.complete(null)));
      });
      assertThat(left).succeedsWithin(20, TimeUnit.SECONDS);
      assertThat(connection.isRegistered()).isFalse();

      // When
      var _ = connection.close();
      released.countDown();

      // Then
      assertThat(connection.closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(isActive).succeedsWithin(20, TimeUnit.SECONDS);
    }
  }

  private Channel connect(ServerSocket peer) throws InterruptedException {
    return new Bootstrap()
        .group(from)
        .channel(NioSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(peer.getLocalSocketAddress())
        .sync()
        .channel();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
