/**
 * Signing in at a provider of identities: OpenID Connect's authorization code flow, with PKCE,
 * state and nonce.
 *
 * <p>{@link io.adit.server.oidc.OidcSignIn} sends the browser to the provider and reads who came
 * back; {@code OidcProvider} speaks with the provider and checks its ID tokens, and is the only
 * user of the library for them; {@code RoleClaim} says which role somebody has.
 */
@NullMarked
package io.adit.server.oidc;

import org.jspecify.annotations.NullMarked;
