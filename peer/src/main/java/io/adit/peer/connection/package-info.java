/**
 * Connections of a tunnel at one of its ends: what each is called on the wire, which are open, and
 * how the link and the local applications slow each other down.
 */
@NullMarked
package io.adit.peer.connection;

import org.jspecify.annotations.NullMarked;
