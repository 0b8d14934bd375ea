package io.adit.faults.load;

import io.adit.faults.history.Event;
import io.adit.faults.history.Recorder;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** What talks through a proxy: sends on one TCP connection, and takes down what it sees. */
final class Application implements Runnable, Sender.Outlet, AutoCloseable {
  private static final int READ_BYTES = 64 * 1024;

  private final Socket socket;
  private final long link;
  private final Recorder recorder;
  private final World world;

  /**
   * @param link what stands for the proxy's links, of which it may have several one after the other
   */
  Application(Socket socket, long link, Recorder recorder, World world) {
    this.socket = socket;
    this.link = link;
    this.recorder = recorder;
    this.world = world;
  }

  /** Talks until the connection ends. */
  @Override
  public void run() {
    var sender = new Sender(this, recorder, world);
    Thread.ofVirtual().start(sender);
    long connection = world.nextName();
    var blocks =
        new Blocks((block, intact) -> {
          recorder.add(new Event.Received(System.nanoTime(), link, connection, block, intact));
          world.countThroughProxies(block.length());
        });
    byte[] chunk = new byte[READ_BYTES];
    try {
      InputStream in = socket.getInputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        blocks.read(ByteBuffer.wrap(chunk, 0, count));
      }
    } catch (IOException e) {
      // An end like any other.
    } finally {
      sender.stop();
      close();
    }
  }

  @Override
  public long link() {
    return link;
  }

  @Override
  public boolean send(ByteBuffer block) {
    byte[] bytes = new byte[block.remaining()];
    block.get(bytes);
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
