/**
 * Stories that any pair of clients can play, and what they are played in.
 *
 * <p>A {@link io.adit.models.story.Story} tells of applications and links only, as a {@link
 * io.adit.models.story.TunnelScript}. It is played in a {@link io.adit.models.story.StoryTunnel}:
 * either {@link io.adit.models.story.ModelTunnel}, in which models sit on both sides of some {@link
 * io.adit.models.story.PureRelay} and nothing moves by itself, or one of sockets and programs.
 * {@link io.adit.models.story.PairsPage} writes down which pair managed which.
 */
@NullMarked
package io.adit.models.story;

import org.jspecify.annotations.NullMarked;
