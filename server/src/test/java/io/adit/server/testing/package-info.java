/**
 * What tests of several packages need: a certificate, a connection that is written by hand, names
 * for messages.
 */
@NullMarked
package io.adit.server.testing;

import org.jspecify.annotations.NullMarked;
