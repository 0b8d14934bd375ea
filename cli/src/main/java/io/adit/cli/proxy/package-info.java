/**
 * {@code adit proxy} and {@code localproxy}: the options, variables and files of AWS's {@code
 * localproxy}, read into what {@link io.adit.peer.Proxy} needs.
 *
 * <p>{@link io.adit.cli.proxy.ProxyArguments} declares the options, {@link
 * io.adit.cli.proxy.options} knows which of command line, file and environment counts, {@link
 * io.adit.cli.proxy.ProxyPlan} checks them and makes one plan of them, {@link
 * io.adit.cli.proxy.ProxyRun} runs it. {@link io.adit.cli.proxy.ProxyProgram} is all of that
 * without picocli, which is only needed where a command line is not plain. {@link
 * io.adit.cli.proxy.Localproxy} adds the manners of the official client.
 */
@NullMarked
package io.adit.cli.proxy;

import org.jspecify.annotations.NullMarked;
