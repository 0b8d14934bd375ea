/** The one TLS port, and the only user of the HTTP library. */
@NullMarked
package io.adit.server.http;

import org.jspecify.annotations.NullMarked;
