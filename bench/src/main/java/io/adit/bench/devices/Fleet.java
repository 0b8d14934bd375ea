package io.adit.bench.devices;

import io.adit.bench.process.EventLoops;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Sockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Devices that connect to a gateway over TLS, subscribe, and wait. */
final class Fleet implements AutoCloseable {
  /** Fewer than the gateway lets come from one address before they are devices. */
  private static final int CONNECTING_AT_ONCE = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EventLoops loops;
  private final List<FleetDevice> devices = new ArrayList<>();

  private Fleet(EventLoops loops) {
    this.loops = loops;
  }

  /** Connects so many; on return all have subscribed. */
  static Fleet connect(ServerProcess server, FleetCertificates certificates, int count)
      throws IOException {
    var fleet = new Fleet(new EventLoops(2));
    try {
      fleet.connectAll(server, tls(server, certificates), count);
      return fleet;
    } catch (IOException e) {
      fleet.close();
      throw e;
    }
  }

  private void connectAll(ServerProcess server, SslContext tls, int count) throws IOException {
    var room = new Semaphore(CONNECTING_AT_ONCE);
    var subscribed = new CompletableFuture<?>[count];
    for (int i = 0; i < count; i++) {
      var device = new FleetDevice(FleetCertificates.name(i));
      devices.add(device);
      room.acquireUninterruptibly();
      subscribed[i] = device.subscribed().whenComplete((_, _) -> room.release());
      start(server, tls, device);
    }
    Sockets.await(CompletableFuture.allOf(subscribed), PATIENCE, "Not all devices could subscribe");
  }

  private void start(ServerProcess server, SslContext tls, FleetDevice device) {
    loops
        .client()
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(tlsOf(channel, tls, device))
                    .addLast(new MqttDecoder())
                    .addLast(MqttEncoder.INSTANCE)
                    .addLast(device);
              }
            })
        .connect("127.0.0.1", server.mqttPort())
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            device.subscribed().completeExceptionally(connected.cause());
          }
        });
  }

  private static SslHandler tlsOf(Channel channel, SslContext tls, FleetDevice device) {
    // The name is for FleetCertificates only: the server's is looked at by its authority alone.
    return tls.newHandler(channel.alloc(), device.name(), 0);
  }

  private static SslContext tls(ServerProcess server, FleetCertificates certificates)
      throws IOException {
    return Sockets.tls(server.authority()).keyManager(certificates).build();
  }

  FleetDevice device(int index) {
    return devices.get(index);
  }

  /** How many are still connected. */
  long connected() {
    return devices.stream().filter(FleetDevice::isConnected).count();
  }

  /** Ends all connections. */
  @Override
  public void close() {
    loops.close();
  }
}
