/** What tests of several packages need: a certificate and a connection that is written by hand. */
@NullMarked
package io.adit.server.testing;

import org.jspecify.annotations.NullMarked;
