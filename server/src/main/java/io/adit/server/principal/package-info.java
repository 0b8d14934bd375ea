/**
 * Whose policies are whose.
 *
 * <p>{@link io.adit.server.principal.PolicyBook} keeps the policies and to whom they are attached
 * ({@link io.adit.server.principal.PolicyStore}). {@link io.adit.server.principal.Principals} makes
 * callers out of those who signed or signed in; {@link io.adit.server.principal.DataPlaneGuard}
 * asks the policies of the data plane.
 */
@NullMarked
package io.adit.server.principal;

import org.jspecify.annotations.NullMarked;
