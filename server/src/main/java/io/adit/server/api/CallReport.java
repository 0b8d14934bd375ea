package io.adit.server.api;

import io.adit.server.auth.Caller;
import io.adit.server.http.ApiResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that is about to be answered.
 *
 * @param service as {@link ApiService#name} has it
 * @param operation one that the service has; empty: the call named none of them
 * @param caller null: it was not proven who called
 * @param members what the caller sent; throws {@link ApiException} where that cannot be read
 * @param answer with the tokens and keys that it may show
 * @param failure null: it was done
 * @param took from when all of it had come
 */
public record CallReport(
    CallOrigin origin,
    String service,
    String operation,
    @Nullable Caller caller,
    Supplier<Map<String, @Nullable Object>> members,
    ApiResponse answer,
    @Nullable Failure failure,
    Duration took) {}
