/**
 * What browsers get below {@code /console}: the pages' files, and what the pages ask.
 *
 * <p>{@link io.adit.server.console.Console} takes a request: for a file to {@code StaticFiles},
 * everything else to {@code ConsoleApi}, which finds the {@code Endpoint}, sees that one of our own
 * pages asks ({@code PageGuard}) and who is signed in ({@code Cookies}), and lets it answer: {@code
 * SignInPages}, {@code UserPages}, {@code TunnelPages}, {@code ThingPages}. Operations of the API
 * are called by their names, so their checks are the same as for signed requests. {@code LiveFeed}
 * sends what changes to the open pages. What goes wrong is thrown as a {@code ConsoleException}.
 */
@NullMarked
package io.adit.server.console;

import org.jspecify.annotations.NullMarked;
