/**
 * AWS's policy documents: what they say, and what follows from them for a call. No store, no clock,
 * nobody's name.
 *
 * <p>{@link io.adit.server.policy.PolicyDocument} is one, read strictly ({@code DocumentReader},
 * {@code ConditionReader}); it has {@link io.adit.server.policy.Statement}s with {@code Match}es of
 * actions and resources and with {@code Condition}s ({@code Operator}, {@code ConditionKey}). A
 * text with wildcards and variables is a {@code Template}, and with its variables filled in a
 * {@code Glob}. {@code Strays} are ARNs that can match nothing at the {@link
 * io.adit.server.policy.Place} where a server is.
 *
 * <p>{@link io.adit.server.policy.Policies} are those that count for somebody. They are asked with
 * an {@link io.adit.server.policy.Ask}: an action, what it is about ({@link
 * io.adit.server.policy.Subject}) and what is known of the call ({@link
 * io.adit.server.policy.Facts}). The answer is a {@link io.adit.server.policy.Decision}.
 *
 * <p>Rules and their sources: docs/policies.md.
 */
@NullMarked
package io.adit.server.policy;

import org.jspecify.annotations.NullMarked;
