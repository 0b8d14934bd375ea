package io.adit.bench.devices;

import io.adit.wire.NotifyMessage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One device: it subscribes to its notify topic with QoS 1, and says when it was told. */
final class FleetDevice extends SimpleChannelInboundHandler<MqttMessage> {
  private static final int KEEP_ALIVE_SECONDS = 1_200; // longer than the bench needs
  private static final long PATIENCE_SECONDS = 20;

  private final String name;
  private final CompletableFuture<@Nullable Void> subscribed = new CompletableFuture<>();
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private volatile @Nullable Channel channel;

  FleetDevice(String name) {
    this.name = name;
  }

  /** A message and when it came, in nanoseconds of this process. */
  record Told(String payload, long atNanos) {}

  String name() {
    return name;
  }

  /** Done when the subscription is granted. */
  CompletableFuture<@Nullable Void> subscribed() {
    return subscribed;
  }

  boolean isConnected() {
    Channel its = channel;
    return its != null && its.isActive();
  }

  /** The next message. */
  Told awaitTold() throws IOException {
    try {
      Told next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new IOException(name + " was told nothing in " + PATIENCE_SECONDS + " seconds");
      }
      return next;
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
      channel = context.channel();
      var _ =
          context.writeAndFlush(
              MqttMessageBuilders.connect()
                  .protocolVersion(MqttVersion.MQTT_3_1_1)
                  .clientId(name)
                  .cleanSession(true)
                  .keepAlive(KEEP_ALIVE_SECONDS)
                  .build());
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
    long now = System.nanoTime();
    switch (message) {
      case MqttConnAckMessage answer -> onConnected(context, answer);
      case MqttSubAckMessage _ -> subscribed.complete(null);
      case MqttPublishMessage publish -> {
        told.add(new Told(publish.payload().toString(StandardCharsets.UTF_8), now));
        var _ =
            context.writeAndFlush(
                MqttMessageBuilders.pubAck().packetId(publish.variableHeader().packetId()).build());
      }
      default -> throw new IllegalStateException("unexpected: " + message);
    }
  }

  private void onConnected(ChannelHandlerContext context, MqttConnAckMessage answer) {
    MqttConnectReturnCode code = answer.variableHeader().connectReturnCode();
    if (code != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      subscribed.completeExceptionally(new IOException(name + " is refused: " + code));
      return;
    }
    var _ =
        context.writeAndFlush(
            MqttMessageBuilders.subscribe()
                .messageId(1)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, NotifyMessage.topic(name))
                .build());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    subscribed.completeExceptionally(new IOException(name + " lost its connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    subscribed.completeExceptionally(cause);
    var _ = context.close();
  }
}
