/**
 * Bare sockets: handshakes written by hand, the services that stand for a device's, and copies that
 * know each byte they must see.
 */
@NullMarked
package io.adit.conformance.sockets;

import org.jspecify.annotations.NullMarked;
