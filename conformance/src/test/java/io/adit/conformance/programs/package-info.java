/**
 * The programs of a story: Adit's server and proxies, the AWS CLI and SDK, OpenSSH.
 *
 * <p>A {@link io.adit.conformance.programs.Stage} owns all that a story starts, and ends it. Every
 * wait has a limit, and what the program printed is in the failure.
 */
@NullMarked
package io.adit.conformance.programs;

import org.jspecify.annotations.NullMarked;
