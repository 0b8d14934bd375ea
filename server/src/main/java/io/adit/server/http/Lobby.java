package io.adit.server.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where connections begin: event loops for TLS handshakes and for all of HTTP. A connection that
 * becomes a link leaves them for one of the others, so that who is let in is not held up by those
 * who are not. The lobby's loops and the acceptor yield to the others where processors are scarce.
 *
 * <pre>
 *  acceptor ──► lobby's loops: TLS, HTTP, tokens ──(a link)──► links' loops: frames
 * </pre>
 */
final class Lobby {
  private final VertxInternal vertx;
  private final List<EventLoop> loops;
  private final List<EventLoop> forLinks;
  private final AtomicInteger links = new AtomicInteger();

  private Lobby(VertxInternal vertx, List<EventLoop> loops, List<EventLoop> forLinks) {
    this.vertx = vertx;
    this.loops = loops;
    this.forLinks = forLinks;
  }

  /**
   * Takes the first of the event loops.
   *
   * @param count how many; where there are no more, links stay on them
   */
  static Lobby of(Vertx vertx, int count) {
    var internal = (VertxInternal) vertx;
    List<EventLoop> all = new ArrayList<>();
    for (EventExecutor loop : internal.eventLoopGroup()) {
      all.add((EventLoop) loop);
    }
    if (all.size() < count) {
      throw new IllegalArgumentException(
          "there are %d event loops; %d or more are needed".formatted(all.size(), count));
    }
    List<EventLoop> forLinks = all.subList(count, all.size());
    if (forLinks.isEmpty()) {
      return new Lobby(internal, all, all);
    }
    all.subList(0, count).forEach(loop -> loop.execute(Niceness::yieldToOthers));
    internal
        .acceptorEventLoopGroup()
        .forEach(acceptor -> acceptor.execute(Niceness::yieldToOthers));
    return new Lobby(internal, all.subList(0, count), forLinks);
  }

  /** One for each of its loops. */
  List<Context> contexts() {
    return loops.stream()
        .<Context>map(loop -> vertx.contextBuilder().withEventLoop(loop).build())
        .toList();
  }

  /** Where the next link is to live, in turn. */
  EventLoop nextForLink() {
    return forLinks.get(Math.floorMod(links.getAndIncrement(), forLinks.size()));
  }
}
