package io.adit.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The short answers that this package gives by itself. */
final class Answer {
  private static final String CONTENT_TYPE = "Content-Type";

  private Answer() {}

  /** A line of plain text. */
  static void text(HttpServerRequest request, int status, String text) {
    HttpServerResponse response = request.response().setStatusCode(status);
    SecurityHeaders.PLAIN.forEach(response::putHeader);
    response.putHeader(CONTENT_TYPE, "text/plain; charset=utf-8").end(text + "\n");
  }

  /** A line of plain text, after which the connection ends. */
  static void lastText(
      HttpServerRequest request, int status, Map<String, String> headers, String text) {
    HttpServerResponse response = request.response().setStatusCode(status);
    SecurityHeaders.PLAIN.forEach(response::putHeader);
    headers.forEach(response::putHeader);
    response
        .putHeader(CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader("Connection", "close")
        .end(text)
        .onComplete(_ -> request.connection().close());
  }

  /** The answer to what is no request; written past the library, which would echo its version. */
  static void malformed(HttpServerRequest request) {
    String text = "This is no HTTP/1.1 request that Adit can read\n";
    String response =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n"
            + "Content-Length: %d\r\n\r\n%s".formatted(text.length(), text);
    var _ =
        Pipelines.channel(request)
            .pipeline()
            .context(Pipelines.DECODER)
            .writeAndFlush(Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII))
            .addListener(ChannelFutureListener.CLOSE);
  }

  /**
   * An error as awsJson1.1 has it.
   *
   * @param type and {@code message}: without characters that JSON escapes
   */
  static ApiResponse awsError(int status, String type, String message) {
    return error(status, "application/x-amz-json-1.1", "__type", type, message);
  }

  /** An error as pages read it; the same holds for its texts. */
  static ApiResponse pageError(int status, String type, String message) {
    return error(status, "application/json", "error", type, message);
  }

  private static ApiResponse error(
      int status, String contentType, String name, String type, String message) {
    String json = "{\"%s\":\"%s\",\"message\":\"%s\"}".formatted(name, type, message);
    return new ApiResponse(
        status, Map.of(CONTENT_TYPE, contentType), json.getBytes(StandardCharsets.UTF_8));
  }
}
