package io.adit.server.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One API request on its way: the body is gathered on the event loop, the handler runs on a virtual
 * thread, the response goes out on the event loop again.
 */
final class ApiExchange {
  static final int MAX_BODY_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ApiExchange.class);

  private final HttpServerRequest request;
  private final Context context;
  private final Manners manners;
  private final BodyBudget bodies;
  private final String requestId = UUID.randomUUID().toString();
  private Buffer body = Buffer.buffer();
  private int taken;
  private boolean refused;

  /**
   * How answers look.
   *
   * @param headers of every answer
   * @param forCallers whether nobody but a known caller gets an answer that is no error
   */
  record Manners(
      int maxBodyBytes, Map<String, String> headers, Refusal refusal, boolean forCallers) {
    static final Manners API =
        new Manners(MAX_BODY_BYTES, SecurityHeaders.PLAIN, Answer::awsError, true);
  }

  /** The form of an error. */
  @FunctionalInterface
  interface Refusal {
    ApiResponse of(int status, String type, String message);
  }

  ApiExchange(HttpServerRequest request, Context context, Manners manners, BodyBudget bodies) {
    this.request = request;
    this.context = context;
    this.manners = manners;
    this.bodies = bodies;
  }

  /** Reads the body to its end, then asks the handler; {@code onBody} hears when it was read. */
  void run(Function<ApiRequest, Reply> handler, Executor virtualThreads, Runnable onBody) {
    request.handler(this::onChunk);
    // A body that breaks off ends its connection: nobody is there to be told.
    request.exceptionHandler(e -> {
      LOG.debug("Request {} broke off: {}", requestId, e.toString());
      forgetBody();
    });
    request.endHandler(_ -> {
      // One that was refused was answered before its end: the next request is waited for by now.
      if (!refused) {
        onBody.run();
        ApiRequest whole = wholeRequest();
        virtualThreads.execute(() -> answer(handler, whole));
      }
    });
  }

  private void onChunk(Buffer chunk) {
    if (refused) {
      return;
    }
    if (body.length() + chunk.length() > manners.maxBodyBytes()) {
      refuse(
          413,
          "RequestEntityTooLargeException",
          "The request body is larger than " + manners.maxBodyBytes() + " bytes");
    } else if (bodies.take(chunk.length())) {
      taken += chunk.length();
      body.appendBuffer(chunk);
    } else {
      refuse(
          503,
          "ServiceUnavailableException",
          "Too many request bodies are on their way here at once; try again later");
    }
  }

  /**
   * What is still to come is read and dropped: a client that is sending would not see an answer
   * that is followed by a reset. The body's deadline ends it.
   */
  private void refuse(int status, String type, String message) {
    refused = true;
    forgetBody();
    send(manners.refusal().of(status, type, message));
  }

  /** On the event loop. */
  private void forgetBody() {
    bodies.giveBack(taken);
    taken = 0;
    body = Buffer.buffer();
  }

  private ApiRequest wholeRequest() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach((name, value) ->
            headers
                .computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(value));
    return new ApiRequest(
        request.method().name(),
        request.path(),
        request.query() == null ? "" : request.query(),
        headers,
        body.getBytes(),
        request.remoteAddress().hostAddress(),
        requestId);
  }

  private void answer(Function<ApiRequest, Reply> handler, ApiRequest whole) {
    Reply reply;
    // For each line that is logged on the way; the thread is this request's own.
    try (var _ = MDC.putCloseable("requestId", requestId)) {
      reply = handler.apply(whole);
    } catch (RuntimeException | Error e) {
      LOG.error("Request {} failed in a way that its handler does not expect", requestId, e);
      reply = manners.refusal().of(500, "InternalFailure", "The service failed; see its log");
    }
    Reply answer = reply;
    context.runOnContext(_ -> {
      forgetBody();
      send(answer);
    });
  }

  private void send(Reply answer) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    manners.headers().forEach(response::putHeader);
    response.putHeader("x-amzn-RequestId", requestId);
    switch (answer) {
      case ApiResponse whole -> {
        if (manners.forCallers() && whole.status() < 400) {
          Strangers.onProven(Pipelines.channel(request));
        }
        send(response, whole);
      }
      case EventReply events -> {
        Strangers.onProven(Pipelines.channel(request));
        events.headers().forEach(response::putHeader);
        EventStream stream = new EventStream(request, context);
        stream.open();
        events.onOpen().accept(stream);
      }
    }
  }

  private void send(HttpServerResponse response, ApiResponse answer) {
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    answer.cookies().forEach(cookie -> response.headers().add("Set-Cookie", cookie));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(answer.body().length));
      response.end();
      return;
    }
    response.end(Buffer.buffer(answer.body()));
  }
}
