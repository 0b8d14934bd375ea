/**
 * What AWS does not have: one file for each operation of Adit's own, called as those of Secure
 * Tunneling are, with {@code Adit.} before the name.
 */
@NullMarked
package io.adit.server.api.own;

import org.jspecify.annotations.NullMarked;
