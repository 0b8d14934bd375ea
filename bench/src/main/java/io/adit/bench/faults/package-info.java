/**
 * What a server is worth when it is struck: {@link io.adit.bench.faults.HistoryCommand} with all
 * kinds of faults for as long as asked, {@link io.adit.bench.faults.FaultsCommand} with so many
 * kills. The clients and the rules are those of the module {@code faults}, which the suite runs
 * too.
 */
@NullMarked
package io.adit.bench.faults;

import org.jspecify.annotations.NullMarked;
