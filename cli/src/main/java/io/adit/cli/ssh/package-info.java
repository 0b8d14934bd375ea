/**
 * OpenSSH's programs with the name of a thing in place of a host: {@code adit ssh}, {@code adit
 * scp} and {@code adit sftp}.
 *
 * <p>The system's own program runs as a child, with the terminal. {@code Letters} and {@code Words}
 * tell its options apart from ours and from the thing, {@code SshLine}, {@code ScpLine} and {@code
 * SftpLine} make its command line, {@code Wiring} holds the options that lead it into the tunnel,
 * and {@code Child} runs it.
 */
@NullMarked
package io.adit.cli.ssh;

import org.jspecify.annotations.NullMarked;
