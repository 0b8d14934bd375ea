/**
 * {@code adit agent}: {@link io.adit.cli.agent.AgentCommand} reads the configuration, starts the
 * agent and passes signals on to it. {@link io.adit.cli.agent.AgentProgram} is the same alone, for
 * images that hold nothing else.
 */
@NullMarked
package io.adit.cli.agent;

import org.jspecify.annotations.NullMarked;
