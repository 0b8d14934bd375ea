/**
 * Adit's own operations for limits: who has which, who has one of their own, and what was used. All
 * of them work on a {@link io.adit.server.api.limits.LimitDesk}.
 */
@NullMarked
package io.adit.server.api.limits;

import org.jspecify.annotations.NullMarked;
