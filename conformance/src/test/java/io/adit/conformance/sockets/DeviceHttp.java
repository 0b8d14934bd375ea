package io.adit.conformance.sockets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A device's web service: {@code GET /page/N} answers a page that only N has. */
public final class DeviceHttp implements AutoCloseable {
  private static final int BACKLOG = 200;
  private static final int PAGE_LINES = 2_000;

  private final String name;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param name is in every line of its pages, so that two services are told apart
   */
  public DeviceHttp(String name) {
    this.name = name;
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException("no web service", e);
    }
    server.setExecutor(threads);
    server.createContext("/page/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var page = page(path.substring("/page/".length())).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, page.length);
    try (var body = exchange.getResponseBody()) {
      body.write(page);
    }
  }

  /** What {@code GET /page/id} answers: some 60 KB. */
  public String page(String id) {
    return "%s, page %s%n".formatted(name, id).repeat(PAGE_LINES);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
