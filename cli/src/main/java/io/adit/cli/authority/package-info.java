/**
 * {@code adit authority}: has the server accept device certificates of an authority of the
 * operator's own. AWS registers authorities in another way, so that these commands are for Adit
 * only.
 */
@NullMarked
package io.adit.cli.authority;

import org.jspecify.annotations.NullMarked;
