package io.adit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.vertx.core.internal.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What systemd is told. */
class ServiceManagerTest {
  @RegisterExtension final AgentFixture fixture = new AgentFixture();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Test
  void hearsOfTheWholeLife() throws Exception {
    Path socket = fixture.folder().resolve("notify");
    Channel systemd = listen(new DomainSocketAddress(socket.toString()));
    fixture.withEnvironment(Map.of("NOTIFY_SOCKET", socket.toString()));

    fixture.connect();
    assertThat(until("STATUS=Connected;")).first().asString().startsWith("READY=1\nSTATUS=");
    fixture.reload("services:", "  SSH: 22");
    assertThat(until("READY=1")).anyMatch(text -> text.startsWith("RELOADING=1\nMONOTONIC_USEC="));
    Waiting.await(fixture.agent().drain());
    until("STOPPING=1");
    systemd.close().sync();
  }

  @Test
  void isToldAgainAndAgainThatTheAgentLives() throws Exception {
    Path socket = fixture.folder().resolve("notify");
    Channel systemd = listen(new DomainSocketAddress(socket.toString()));
    fixture.withEnvironment(
        Map.of(
            "NOTIFY_SOCKET",
            socket.toString(),
            "WATCHDOG_USEC",
            "60000",
            "WATCHDOG_PID",
            Long.toString(ProcessHandle.current().pid())));

    fixture.start();

    until("WATCHDOG=1");
    until("WATCHDOG=1");
    systemd.close().sync();
  }

  @Test
  void isReachedAtAnAbstractSocketToo() throws Exception {
    String name = "adit-agent-test-" + ProcessHandle.current().pid();
    Channel systemd = listen(new DomainSocketAddress("\0" + name));
    fixture.withEnvironment(Map.of("NOTIFY_SOCKET", "@" + name));

    fixture.start();

    until("READY=1");
    systemd.close().sync();
  }

  /** What is told up to a text that begins so. */
  private List<String> until(String beginning) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    do {
      texts.add(Waiting.next(told));
    } while (!texts.getLast().startsWith(beginning));
    return texts;
  }

  private Channel listen(DomainSocketAddress address) throws InterruptedException {
    return new Bootstrap()
        .group(((VertxInternal) fixture.vertx()).nettyEventLoopGroup())
        .channel(EpollDomainDatagramChannel.class)
        .handler(
            new SimpleChannelInboundHandler<DomainDatagramPacket>() {
              @Override
              protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket in) {
                told.add(in.content().toString(StandardCharsets.UTF_8));
              }
            })
        .bind(address)
        .sync()
        .channel();
  }
}
