/**
 * What the links of a tunnel may carry now, and how much they have carried.
 *
 * <p>An {@link io.adit.server.allowance.Allowance} is one tunnel's: a {@link
 * io.adit.server.flow.Lane} in the rates of the tunnel, its thing and the account, which {@link
 * io.adit.server.allowance.Bandwidths} keeps, and the {@code DataUse} of its thing, which {@link
 * io.adit.server.allowance.DataBudgets} keeps, also on disk.
 */
@NullMarked
package io.adit.server.allowance;

import org.jspecify.annotations.NullMarked;
