package io.adit.faults.load;

import io.adit.faults.history.Recorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The applications at both ends of a tunnel, on threads of their own, until they are closed. */
final class Applications implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final long BEFORE_ANOTHER_TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Recorder recorder;
  private final World world;
  private final ServerSocket device;
  private final List<Application> talking = new ArrayList<>(); // guarded by this
  private boolean isOver; // guarded by this

  Applications(Recorder recorder, World world) throws IOException {
    this.recorder = recorder;
    this.world = world;
    this.device = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  }

  /** Where the device's application waits. */
  int devicePort() {
    return device.getLocalPort();
  }

  /** The device's: one for each connection that comes. */
  void answer(long link) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Application application = of(device.accept(), link);
              Thread.ofVirtual().start(application);
            }
          } catch (IOException e) {
            // It is over.
          }
        });
  }

  /** The operator's: when its connection is gone it begins another. */
  void talk(int port, long link) {
    Thread.ofVirtual()
        .start(() -> {
          while (!isOver()) {
            try {
              of(new Socket(InetAddress.getLoopbackAddress(), port), link).run();
            } catch (IOException e) {
              // The proxy is away or full; it may come back.
            }
            LockSupport.parkNanos(BEFORE_ANOTHER_TRY_NANOS);
          }
        });
  }

  private Application of(Socket socket, long link) throws IOException {
    var application = new Application(socket, link, recorder, world);
    synchronized (this) {
      if (!isOver) {
        talking.add(application);
        return application;
      }
    }
    application.close();
    throw new IOException("it is over");
  }

  private synchronized boolean isOver() {
    return isOver;
  }

  @Override
  public void close() throws IOException {
    List<Application> all;
    synchronized (this) {
      isOver = true;
      all = List.copyOf(talking);
    }
    device.close();
    all.forEach(Application::close);
  }
}
