package io.adit.conformance.sockets;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way from a proxy to the server, which can be cut: the proxy's connection then breaks at once,
 * while the server keeps its half and does not notice, as when a network goes.
 *
 * <pre>
 *  proxy ──► port ══ cut ══ └──► server
 * </pre>
 */
public final class Cable implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final int serverPort;
  private final ServerSocket listener;
  private final Set<Strand> strands = new HashSet<>(); // guarded by this

  public Cable(int serverPort) {
    this.serverPort = serverPort;
    try {
      listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no cable", e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** One connection's two halves. */
  private final class Strand {
    private final Socket toProxy;
    private final Socket toServer;
    private volatile boolean cut;

    Strand(Socket toProxy, Socket toServer) {
      this.toProxy = toProxy;
      this.toServer = toServer;
    }

    void start() {
      Thread.ofVirtual()
          .start(() -> {
            pump(toProxy, toServer);
            if (!cut) {
              end();
            }
          });
      Thread.ofVirtual()
          .start(() -> {
            pump(toServer, toProxy);
            end();
          });
    }

    /** Until it ends. What the server still sends after a cut goes nowhere. */
    private void pump(Socket from, Socket to) {
      var buffer = new byte[BUFFER_BYTES];
      try {
        var in = from.getInputStream();
        var out = to.getOutputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          forward(buffer, count, out);
        }
      } catch (IOException e) {
        // An end like any other.
        return;
      }
    }

    private void forward(byte[] buffer, int count, OutputStream out) throws IOException {
      try {
        if (!cut) {
          out.write(buffer, 0, count);
        }
      } catch (IOException e) {
        if (!cut) {
          throw e;
        }
      }
    }

    void cut() {
      cut = true;
      reset(toProxy);
    }

    void end() {
      reset(toProxy);
      reset(toServer);
      forget(this);
    }
  }

  private synchronized void forget(Strand strand) {
    strands.remove(strand);
  }

  private synchronized void add(Strand strand) {
    strands.add(strand);
  }

  private synchronized List<Strand> strands() {
    return List.copyOf(strands);
  }

  private void accept() {
    try {
      while (true) {
        var proxy = listener.accept();
        var server = connect();
        if (server == null) {
          reset(proxy);
        } else {
          var strand = new Strand(proxy, server);
          add(strand);
          strand.start();
        }
      }
    } catch (IOException e) {
      // Closed with its story.
      return;
    }
  }

  private @Nullable Socket connect() {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), serverPort);
    } catch (IOException e) {
      return null;
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
      return;
    }
  }

  /** Where the proxy finds the server. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Breaks what is connected now; new connections get through. */
  public void cut() {
    strands().forEach(Strand::cut);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    strands().forEach(Strand::end);
  }
}
