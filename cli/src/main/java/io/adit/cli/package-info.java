/**
 * The {@code adit} command: {@link io.adit.cli.Adit} and its subcommands.
 *
 * <p>{@link io.adit.cli.ServerSetting} is the one list of what {@code adit server} can be told;
 * flags, variables, the keys of the configuration file and their order of precedence follow from
 * it.
 */
@NullMarked
package io.adit.cli;

import org.jspecify.annotations.NullMarked;
