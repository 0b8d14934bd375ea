package io.adit.cli.reach;

import java.util.Collection;

/**
 * What a run wants to reach.
 *
 * @param thing as {@link ThingName#of} reads it
 * @param services at least one
 */
public record Wanted(String thing, Collection<String> services) {}
