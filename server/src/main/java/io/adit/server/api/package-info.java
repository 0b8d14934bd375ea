/** The AWS API: one file for each operation, one table of errors. */
@NullMarked
package io.adit.server.api;

import org.jspecify.annotations.NullMarked;
