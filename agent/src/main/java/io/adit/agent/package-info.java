/**
 * The daemon on a device: {@link io.adit.agent.Agent} hears of tunnels over MQTT and is the
 * destination of each.
 *
 * <pre>
 *  agent.yaml ──► config ──► mqtt (Subscriber) ──notify message──► tunnel (Tunnels) ──► peer (Proxy)
 *                              └──────────── health (file, systemd) ◄───────────┘
 * </pre>
 *
 * <p>One event loop owns the agent, its subscriber and the list of its tunnels; each tunnel's proxy
 * has one of its own. Nothing of a token is ever written to a log or a file.
 */
@NullMarked
package io.adit.agent;

import org.jspecify.annotations.NullMarked;
