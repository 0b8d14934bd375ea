package io.adit.server.http;

import io.adit.server.http.ApiExchange.Manners;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each request where it belongs. Called on event loops. */
final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  /** Strangers may send so much; no page sends more. */
  private static final int MAX_PAGE_BODY_BYTES = 64 * 1024;

  private final Routes routes;
  private final TlsPortOptions options;
  private final Deadlines deadlines;
  private final Executor virtualThreads;

  Router(Routes routes, TlsPortOptions options, Deadlines deadlines, Executor virtualThreads) {
    this.routes = routes;
    this.options = options;
    this.deadlines = deadlines;
    this.virtualThreads = virtualThreads;
  }

  void onConnection(HttpConnection connection) {
    deadlines.set(connection, options.handshakeTimeout());
    connection.closeHandler(_ -> deadlines.clear(connection));
  }

  void onRequest(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    String path = request.path() == null ? "" : request.path();
    if (path.equals("/tunnel")) {
      deadlines.clear(connection);
      routes.tunnel().onUpgrade(UpgradeRequest.of(request));
      return;
    }
    deadlines.set(connection, options.bodyTimeout());
    request.response().endHandler(_ -> deadlines.set(connection, options.idleTimeout()));
    if (isConsole(path)) {
      onConsole(request);
      return;
    }
    if (UpgradeRequest.asksForWebSocket(request)) {
      Answer.lastText(request, 400, Map.of(), "There is no WebSocket here; use /tunnel\n");
      return;
    }
    switch (path) {
      case "/" -> onRoot(request);
      case "/healthz" -> Answer.text(request, 200, "ok");
      case "/readyz" -> onReadiness(request);
      case "/metrics" -> onMetrics(request);
      default -> onOther(request);
    }
  }

  /** What came is no HTTP request. */
  void onInvalidRequest(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    LOG.debug("Malformed request from {}: {}", request.remoteAddress(), String.valueOf(cause));
    Answer.malformed(request);
  }

  private void onRoot(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.POST)) {
      request.response().putHeader("Allow", "POST");
      Answer.text(request, 405, "The API takes POST; there is nothing else here");
      return;
    }
    callApi(request);
  }

  /** Some of the API's services have a path for each of their resources: who calls them signs. */
  private void onOther(HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.AUTHORIZATION)) {
      callApi(request);
    } else {
      Answer.text(request, 404, "Not found");
    }
  }

  private void onMetrics(HttpServerRequest request) {
    ApiHandler metrics = routes.metrics();
    if (metrics == null) {
      Answer.text(request, 404, "There are no metrics here; --metrics-token-file makes them");
    } else {
      call(request, metrics);
    }
  }

  private void callApi(HttpServerRequest request) {
    call(request, routes.api());
  }

  private void call(HttpServerRequest request, ApiHandler handler) {
    HttpConnection connection = request.connection();
    new ApiExchange(request, Vertx.currentContext(), Manners.API)
        .run(handler::handle, virtualThreads, () -> deadlines.clear(connection));
  }

  private static boolean isConsole(String path) {
    return path.equals("/console") || path.startsWith("/console/");
  }

  private void onConsole(HttpServerRequest request) {
    PageHandler console = routes.console();
    if (console == null) {
      Answer.text(request, 404, "There is no console here");
      return;
    }
    HttpConnection connection = request.connection();
    String host = Objects.requireNonNullElse(request.getHeader(HttpHeaders.HOST), "");
    var manners = new Manners(MAX_PAGE_BODY_BYTES, console.headers(host), Answer::pageError);
    new ApiExchange(request, Vertx.currentContext(), manners)
        .run(console::handle, virtualThreads, () -> deadlines.clear(connection));
  }

  private void onReadiness(HttpServerRequest request) {
    Context context = Vertx.currentContext();
    virtualThreads.execute(() -> {
      Optional<String> problem = problem();
      String text = problem.orElseGet(routes.readiness()::note);
      context.runOnContext(_ -> Answer.text(request, problem.isEmpty() ? 200 : 503, text));
    });
  }

  private Optional<String> problem() {
    try {
      return routes.readiness().problem();
    } catch (RuntimeException e) {
      LOG.error("The readiness check failed", e);
      return Optional.of("the readiness check failed; see the log");
    }
  }
}
