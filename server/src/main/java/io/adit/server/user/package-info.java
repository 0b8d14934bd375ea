/**
 * People who sign in at the console: who they are, their passwords and their sessions.
 *
 * <p>{@link io.adit.server.user.Users} knows them and their passwords, which {@link
 * io.adit.server.user.PasswordHasher} turns into {@code PasswordHash}es on a bounded number of
 * threads; {@link io.adit.server.user.SignInLimits} slows down who guesses, by counts in {@code
 * Permits}, and sets {@link io.adit.server.user.KnownBrowsers} apart from strangers'. {@link
 * io.adit.server.user.Sessions} knows who is signed in, and {@link io.adit.server.user.FirstCodes}
 * lets the first administrator in. What they keep is behind {@link io.adit.server.user.UserStore}
 * and {@link io.adit.server.user.SessionStore}.
 */
@NullMarked
package io.adit.server.user;

import org.jspecify.annotations.NullMarked;
