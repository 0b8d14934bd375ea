package io.adit.cli.api;

import java.util.Map;

/**
 * What the registry keeps of a thing.
 *
 * @param labels AWS calls them attributes
 * @param version counts the changes
 */
public record ThingFacts(String name, String arn, Map<String, String> labels, long version) {
  public ThingFacts {
    labels = Map.copyOf(labels);
  }
}
