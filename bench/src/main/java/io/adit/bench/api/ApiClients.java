package io.adit.bench.api;

import io.adit.bench.measure.Latencies;
import io.adit.bench.measure.ProcessUsage;
import io.adit.bench.process.EventLoops;
import io.adit.bench.process.ServerProcess;
import io.adit.bench.process.Sockets;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Callers of the API, each on a TLS connection that it keeps. */
public final class ApiClients implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int MAX_ANSWER_BYTES = 8 << 20;

  private final EventLoops loops = new EventLoops(1);
  private final ServerProcess server;
  private final List<ApiClient> clients = new ArrayList<>();

  private ApiClients(ServerProcess server) {
    this.server = server;
  }

  /** On return so many are connected. */
  public static ApiClients connect(ServerProcess server, int count) throws IOException {
    var clients = new ApiClients(server);
    try {
      SslContext tls = Sockets.tls(server.authority()).build();
      for (int i = 0; i < count; i++) {
        clients.connect(tls);
      }
      return clients;
    } catch (IOException e) {
      clients.close();
      throw e;
    }
  }

  /**
   * Sends the requests, each as soon as one of the clients has the answer to its last.
   *
   * @param callers how many of the clients take part
   */
  public ApiRound call(List<byte[]> requests, int callers) throws IOException {
    var queue = new ApiQueue(requests);
    ProcessUsage before = ProcessUsage.of(server.pid());
    long begin = System.nanoTime();
    clients.subList(0, callers).forEach(client -> client.work(queue));
    Sockets.await(queue.done(), PATIENCE, "Not all calls were answered");
    double seconds = (System.nanoTime() - begin) / 1e9;
    ProcessUsage used = ProcessUsage.of(server.pid()).since(before);
    return new ApiRound(
        requests.size() / seconds,
        used.cpuSeconds() * 1e6 / requests.size(),
        Latencies.ofNanos(queue.nanos()),
        queue.answers());
  }

  private void connect(SslContext tls) throws IOException {
    var client = new ApiClient();
    clients.add(client);
    var connected = new CompletableFuture<Channel>();
    loops
        .client()
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(tls.newHandler(channel.alloc()))
                    .addLast(new HttpResponseDecoder())
                    .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                    .addLast(client);
              }
            })
        .connect("127.0.0.1", server.port())
        .addListener(tried -> {
          if (tried.isSuccess()) {
            connected.complete(null);
          } else {
            connected.completeExceptionally(tried.cause());
          }
        });
    Sockets.await(connected, PATIENCE, "The server cannot be reached");
    Sockets.await(client.ready(), PATIENCE, "There is no TLS with the server");
  }

  @Override
  public void close() {
    loops.close();
  }
}
