/**
 * {@code adit proxy}: the options, variables and files of AWS's {@code localproxy}, read into what
 * {@link io.adit.peer.Proxy} needs.
 *
 * <p>{@link io.adit.cli.proxy.ProxyCommand} declares the options, {@link
 * io.adit.cli.proxy.OptionValues} knows which of command line, file and environment counts, {@link
 * io.adit.cli.proxy.ProxyPlan} checks them and makes one plan of them.
 */
@NullMarked
package io.adit.cli.proxy;

import org.jspecify.annotations.NullMarked;
