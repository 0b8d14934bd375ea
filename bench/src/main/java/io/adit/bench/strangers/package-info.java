/**
 * {@code adit bench strangers}: what a healthy tunnel, and the server's memory, feel of those who
 * attack beside it.
 *
 * <p>{@link io.adit.bench.strangers.StrangersCommand} has {@code StrangersLoad} carry bytes through
 * one tunnel, in turns while an {@code Attack} goes on against the server, and while the same goes
 * on against a {@code Sink}, which costs the attackers as much and the server nothing. Attackers
 * from outside are a {@code Swarm}; the others have a tunnel of their own ({@code Insiders}).
 */
@NullMarked
package io.adit.bench.strangers;

import org.jspecify.annotations.NullMarked;
