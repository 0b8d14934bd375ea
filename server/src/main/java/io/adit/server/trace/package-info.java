/** Traces of calls for an outside collector, and the only user of the library for them. */
@NullMarked
package io.adit.server.trace;

import org.jspecify.annotations.NullMarked;
