/**
 * Who is calling: access keys and Signature Version 4.
 *
 * <p>{@link io.adit.server.auth.Authenticator} takes a request's {@code Authorization} header apart
 * ({@code AuthorizationHeader}, {@code RequestTime}), brings the request into the form that was
 * hashed ({@code CanonicalRequest}, {@code Signature}) and compares, with the key that {@link
 * io.adit.server.auth.AccessKeys} finds.
 *
 * <p>What a {@link io.adit.server.auth.Caller} may do is said by its policies, in the words of
 * {@link io.adit.server.auth.Actions}; the services ask where they make a call. A {@link
 * io.adit.server.auth.Role} is a policy that comes with Adit.
 */
@NullMarked
package io.adit.server.auth;

import org.jspecify.annotations.NullMarked;
