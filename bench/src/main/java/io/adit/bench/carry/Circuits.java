package io.adit.bench.carry;

import io.adit.bench.process.Sockets;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Connections through a relay, ready to carry bytes.
 *
 * @param atEnd what else ends with them
 */
public record Circuits(List<Pump> sources, List<Pump> destinations, Runnable atEnd)
    implements AutoCloseable {
  /** Bytes that one message carries: as many as one of the tunnel protocol may. */
  public static final int MESSAGE_BYTES = 64_512;

  /** As many bytes under way as the connections take. */
  static final long AS_MANY_AS_GO = Long.MAX_VALUE;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NO_TLS = "none";

  public Circuits {
    if (sources.size() != destinations.size()) {
      throw new IllegalArgumentException(
          sources.size() + " sources and " + destinations.size() + " destinations");
    }
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
  }

  /**
   * Carries at least so many bytes, on all circuits alike, as fast as it goes.
   *
   * @return how many they were
   */
  public long carry(Direction direction, long bytes) throws IOException {
    return carry(direction, bytes, AS_MANY_AS_GO);
  }

  /**
   * The same, with at most so many bytes under way on each circuit: sent by the one end, and not
   * yet come to the other.
   *
   * @param mayBeUnderWay {@link #MESSAGE_BYTES} or more
   */
  public long carry(Direction direction, long bytes, long mayBeUnderWay) throws IOException {
    boolean forth = direction == Direction.TO_DESTINATION;
    List<Pump> senders = forth ? sources : destinations;
    List<Pump> receivers = forth ? destinations : sources;
    long perCircuit = (long) MESSAGE_BYTES * sources.size();
    long messages = (bytes + perCircuit - 1) / perCircuit;
    var arrived =
        IntStream.range(0, receivers.size())
            .mapToObj(i ->
                receivers
                    .get(i)
                    .expect(
                        messages * MESSAGE_BYTES,
                        mayBeUnderWay == AS_MANY_AS_GO ? null : senders.get(i)))
            .toArray(CompletableFuture<?>[]::new);
    senders.forEach(pump -> pump.send(messages, mayBeUnderWay));
    Sockets.await(CompletableFuture.allOf(arrived), PATIENCE, "Not all bytes arrived");
    return messages * perCircuit;
  }

  /** What encrypts the two sides, such as "TLSv1.3 TLS_AES_128_GCM_SHA256 and none". */
  String ciphers() {
    String source = cipher(sources.getFirst().channel());
    String destination = cipher(destinations.getFirst().channel());
    return source.equals(destination) ? source : source + " and " + destination;
  }

  private static String cipher(Channel channel) {
    @Nullable SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      return NO_TLS;
    }
    var session = tls.engine().getSession();
    return session.getProtocol() + " " + session.getCipherSuite();
  }

  @Override
  public void close() {
    Stream.concat(sources.stream(), destinations.stream())
        .map(pump -> pump.channel().close())
        .toList()
        .forEach(closing -> closing.awaitUninterruptibly());
    atEnd.run();
  }
}
