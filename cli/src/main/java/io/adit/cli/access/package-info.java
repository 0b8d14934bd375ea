/**
 * {@code adit policy}, {@code adit key} and {@code adit user policy}: who may do what. {@code
 * AccessApi} asks a running server where one is named, and otherwise works on the data folder.
 */
@NullMarked
package io.adit.cli.access;

import org.jspecify.annotations.NullMarked;
