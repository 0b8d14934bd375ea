/**
 * What the agent tells those who watch over it: {@link io.adit.agent.health.HealthFile} for
 * containers, {@link io.adit.agent.health.ServiceManager} for systemd.
 */
@NullMarked
package io.adit.agent.health;

import org.jspecify.annotations.NullMarked;
