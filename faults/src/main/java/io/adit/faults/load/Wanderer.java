package io.adit.faults.load;

import io.adit.wire.Side;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client that does one thing after the other at random, until it is time to stop. */
final class Wanderer implements Runnable {
  private static final long SHORTEST_PAUSE_NANOS = 5_000_000;
  private static final long LONGEST_PAUSE_NANOS = 40_000_000;

  private final Client client;
  private final World world;
  private final Random random;
  private final int tunnels;
  private final BooleanSupplier isOver;

  /**
   * @param tunnels how many all clients together keep open
   */
  Wanderer(Client client, World world, Random random, int tunnels, BooleanSupplier isOver) {
    this.client = client;
    this.world = world;
    this.random = random;
    this.tunnels = tunnels;
    this.isOver = isOver;
  }

  @Override
  public void run() {
    while (!isOver.getAsBoolean()) {
      Known tunnel = world.any(random);
      if (tunnel == null || world.size() < tunnels) {
        client.open();
      } else {
        move(tunnel);
      }
      LockSupport.parkNanos(random.nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS));
    }
  }

  private void move(Known tunnel) {
    int chance = random.nextInt(100);
    if (chance < 45) {
      client.connect(tunnel, random.nextBoolean() ? Side.SOURCE : Side.DESTINATION);
    } else if (chance < 53) {
      client.rotate(tunnel);
    } else if (chance < 58) {
      client.close(tunnel);
    } else if (chance < 70) {
      client.tag(tunnel);
    } else if (chance < 85) {
      client.describe(tunnel);
    } else if (chance < 95) {
      client.steal(tunnel);
    } else {
      client.end(tunnel);
    }
  }
}
