/**
 * The agent's configuration: {@link io.adit.agent.config.AgentFile} reads {@code agent.yaml} and
 * the files that it names into one {@link io.adit.agent.config.AgentConfig}, or says in an {@link
 * io.adit.agent.config.InvalidConfigException} which key is wrong, and what is wanted.
 */
@NullMarked
package io.adit.agent.config;

import org.jspecify.annotations.NullMarked;
