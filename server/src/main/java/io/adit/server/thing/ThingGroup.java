package io.adit.server.thing;

import java.time.Instant;

/**
 * Things that are spoken of together, by policies for one.
 *
 * @param groupId a UUID in lower case
 */
public record ThingGroup(String groupName, String groupId, Instant createdAt) {}
