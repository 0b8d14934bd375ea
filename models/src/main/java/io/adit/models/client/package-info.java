/**
 * Clients of AWS's wire as they were observed from outside, and ours, without sockets, threads or
 * clocks: messages and frames in, messages out.
 *
 * <p>{@link io.adit.models.client.ClientVersion} lists them and makes a {@link
 * io.adit.models.client.ModelSource} or a {@link io.adit.models.client.ModelDestination}; one of
 * these is one link's worth of a client's life, and its {@link io.adit.models.client.Fate} says how
 * that ended. {@link io.adit.models.client.Inbox} is what a client makes of WebSocket frames. What
 * a model does wrong, its original does wrong.
 */
@NullMarked
package io.adit.models.client;

import org.jspecify.annotations.NullMarked;
