package io.adit.server.trace;

import io.adit.server.api.CallListener;
import io.adit.server.api.CallReport;
import io.adit.server.http.ApiHandler;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.store.TransactionWatch;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Traces of the API's calls: a span for each call and for each transaction in it, sent to a
 * collector in batches. A caller's {@code traceparent} is taken up. A collector that is away costs
 * traces and nothing else. For any thread.
 */
public final class Traces implements CallListener, TransactionWatch, AutoCloseable {
  private static final long STOP_SECONDS = 3;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /**
   * @param collector where it takes OTLP over HTTP, without {@code /v1/traces}
   */
  public Traces(URI collector, String version) {
    String base = collector.toString();
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint((base.endsWith("/") ? base : base + "/") + "v1/traces")
            .build();
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder()
                    .put("service.name", "adit")
                    .put("service.version", version)
                    .build())
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    this.tracer = provider.get("io.adit.server", version);
  }

  /** The same calls, each in a span. */
  public ApiHandler around(ApiHandler api) {
    return request -> handle(api, request);
  }

  private ApiResponse handle(ApiHandler api, ApiRequest request) {
    Span span =
        tracer
            .spanBuilder("call")
            .setParent(
                W3CTraceContextPropagator.getInstance()
                    .extract(Context.root(), request, new Headers()))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("adit.request_id", request.requestId())
            .startSpan();
    try (Scope _ = span.makeCurrent();
        var _ = MDC.putCloseable("traceId", span.getSpanContext().getTraceId())) {
      ApiResponse answer = api.handle(request);
      span.setAttribute(AttributeKey.longKey("http.response.status_code"), (long) answer.status());
      if (answer.status() >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
      return answer;
    } finally {
      span.end();
    }
  }

  /** Names the span that this call is in; those from the console are in none. */
  @Override
  public void onAnswered(CallReport report) {
    Span span = Span.current();
    if (!report.operation().isEmpty()) {
      span.updateName(report.service() + "/" + report.operation());
      span.setAttribute("rpc.service", report.service());
      span.setAttribute("rpc.method", report.operation());
    }
    if (report.failure() != null) {
      span.setAttribute("error.type", report.failure().error().type());
    }
  }

  @Override
  public Running begin(String what) {
    if (!Span.current().getSpanContext().isValid()) {
      return Running.UNSEEN;
    }
    Span span = tracer.spanBuilder("store " + what).startSpan();
    return span::end;
  }

  /** Sends what waits, within a few seconds. */
  @Override
  public void close() {
    provider.shutdown().join(STOP_SECONDS, TimeUnit.SECONDS);
  }

  /** A request's headers, as the library wants to read them. */
  private static final class Headers implements TextMapGetter<ApiRequest> {
    @Override
    public @Nullable String get(@Nullable ApiRequest request, String key) {
      return request == null ? null : request.header(key).orElse(null);
    }
  }
}
