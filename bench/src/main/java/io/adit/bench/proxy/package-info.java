/**
 * {@code adit bench proxy}: what a proxy of ours and AWS's {@code localproxy} cost by themselves,
 * in the same place. {@link io.adit.bench.proxy.ProxyLoad} puts each of them on one {@code Place}
 * of a tunnel whose other side is ours, as a {@code MeasuredProxy}; a {@code ProxyReport} holds
 * them to the bar of each {@code Flow}.
 */
@NullMarked
package io.adit.bench.proxy;

import org.jspecify.annotations.NullMarked;
