/** {@code adit demo}: a server, a device and an operator on one machine, step by step. */
@NullMarked
package io.adit.cli.demo;

import org.jspecify.annotations.NullMarked;
