package io.adit.conformance.sockets;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** An application that asks for bytes and reads none of them until it is told to. */
public final class StalledReader implements AutoCloseable {
  private static final long SEED = 4_711;

  private final ExchangeConnection connection;
  private final int blocks;
  private final CompletableFuture<Void> sending;

  /**
   * @param mebibytes that the device sends at once, and gets
   */
  public StalledReader(int port, int mebibytes) throws IOException {
    connection = new ExchangeConnection(port);
    blocks = Math.toIntExact(((long) mebibytes << 20) / RandomBytes.BLOCK);
    sending = connection.begin(SEED, blocks);
  }

  /** Reads all of it; fails where a byte was lost, added or changed, either way. */
  public void readAll() throws IOException {
    connection.finish(sending, SEED, blocks);
  }

  @Override
  public void close() {
    connection.close();
  }
}
