/**
 * The AWS API, and what Adit adds to it: one file for each operation, one table of errors.
 *
 * <p>{@link ApiDispatcher} takes a request through the steps: is it for this API, who sends it,
 * which operation is it, is its JSON what the operation takes ({@link Json}), does it keep the
 * model's constraints ({@link Violations}), do it. Whatever goes wrong on the way is thrown where
 * it is found and becomes a response in {@link Failure}.
 */
@NullMarked
package io.adit.server.api;

import org.jspecify.annotations.NullMarked;
