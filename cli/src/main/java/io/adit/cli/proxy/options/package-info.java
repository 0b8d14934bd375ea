/**
 * Where the values of {@code adit proxy}'s options come from: the command line ({@link
 * io.adit.cli.proxy.options.PlainCommandLine} reads the usual ones, picocli the rest), a
 * configuration file, the environment ({@link io.adit.cli.proxy.options.OptionValues}), a folder of
 * services ({@link io.adit.cli.proxy.options.ServiceFiles}) and the settings in JSON ({@link
 * io.adit.cli.proxy.options.Settings}). What the values mean is not known here.
 */
@NullMarked
package io.adit.cli.proxy.options;

import org.jspecify.annotations.NullMarked;
