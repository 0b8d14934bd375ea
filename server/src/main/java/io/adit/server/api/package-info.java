/**
 * What the services at the port have in common: who calls, what is wrong with a call, JSON.
 *
 * <p>{@link io.adit.server.api.ApiDispatcher} takes a request through the steps: which {@link
 * io.adit.server.api.ApiService} is it for, is it a call of it, who sends it, make the call. The
 * service reads the input ({@link io.adit.server.api.Json}), has its constraints checked ({@link
 * io.adit.server.api.Violations}) and does it. Whatever goes wrong on the way is thrown where it is
 * found and becomes an {@link io.adit.server.api.ApiError} in the service's one table. Done or
 * failed, a {@link io.adit.server.api.CallListener} hears of it before the caller does.
 *
 * <p>Each service is a package below, with one file for each operation.
 */
@NullMarked
package io.adit.server.api;

import org.jspecify.annotations.NullMarked;
