package io.adit.server.http;

import io.adit.server.http.ApiExchange.Manners;
import io.netty.handler.codec.DecoderException;
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
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each request where it belongs. Called on event loops. */
final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  /** Strangers may send so much; no page sends more. */
  private static final int MAX_PAGE_BODY_BYTES = 64 * 1024;

  private static final int MOST_CHARACTERS_SHOWN = 200;

  private final Routes routes;
  private final TlsPortOptions options;
  private final Deadlines deadlines;
  private final Executor virtualThreads;
  private final Lobby lobby;
  private final BodyBudget bodies = new BodyBudget();
  private final RefusalLog refusals = new RefusalLog(LOG, System::nanoTime);

  Router(
      Routes routes,
      TlsPortOptions options,
      Deadlines deadlines,
      Executor virtualThreads,
      Lobby lobby) {
    this.routes = routes;
    this.options = options;
    this.deadlines = deadlines;
    this.virtualThreads = virtualThreads;
    this.lobby = lobby;
  }

  void onConnection(HttpConnection connection) {
    deadlines.set(
        connection,
        options.handshakeTimeout(),
        () -> tellSlow(connection, "the head of a request"));
    connection.closeHandler(_ -> deadlines.clear(connection));
  }

  void onRequest(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    Optional<String> problem = RequestRules.problem(request);
    if (problem.isPresent()) {
      refuse(request, problem.get());
      return;
    }
    String path = request.path() == null ? "" : request.path();
    if (path.equals("/tunnel")) {
      deadlines.clear(connection);
      routes.tunnel().onUpgrade(UpgradeRequest.of(request, lobby.nextForLink()));
      return;
    }
    deadlines.set(connection, options.bodyTimeout(), () -> tellSlow(connection, "a body"));
    request.response().endHandler(_ -> deadlines.set(connection, options.idleTimeout(), () -> {}));
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
    refusals.add(
        "Malformed request from %s: %s"
            .formatted(request.remoteAddress(), shown(String.valueOf(cause))));
    Answer.malformed(request);
  }

  /** Nothing was read that could not be HTTP; for a log, before there is a request. */
  void onConnectionFailure(Throwable cause) {
    if (cause instanceof SSLException || cause instanceof DecoderException) {
      refusals.add("A connection failed in TLS: " + shown(String.valueOf(cause.getMessage())));
    } else {
      LOG.debug("A connection failed: {}", cause.toString());
    }
  }

  private void refuse(HttpServerRequest request, String problem) {
    refusals.add("Request from %s refused: %s".formatted(request.remoteAddress(), problem));
    Answer.lastText(request, 400, Map.of(), problem + "\n");
  }

  /** What came from a stranger, fit for a line of the log. */
  private static String shown(String text) {
    String cut = text.substring(0, Math.min(text.length(), MOST_CHARACTERS_SHOWN));
    return cut.replaceAll("\\p{C}", "?");
  }

  private void tellSlow(HttpConnection connection, String what) {
    refusals.add(
        "The connection from %s is closed: %s did not come in time"
            .formatted(connection.remoteAddress(), what));
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
    new ApiExchange(request, Vertx.currentContext(), Manners.API, bodies)
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
    var manners = new Manners(MAX_PAGE_BODY_BYTES, console.headers(host), Answer::pageError, false);
    new ApiExchange(request, Vertx.currentContext(), manners, bodies)
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
