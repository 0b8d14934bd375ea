package io.adit.server.thing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds things for people, with what they look for first. Blocks. */
public interface ThingSearch {

  /**
   * A thing and how much it has.
   *
   * @param openTunnels that lead to it now
   */
  record Found(
      String thingName,
      Map<String, String> attributes,
      long version,
      int certificates,
      int activeCertificates,
      int openTunnels) {}

  /**
   * What is asked for; null: any.
   *
   * @param label the name of an attribute, or a name and a value with an equals sign between
   * @param text a part of the name or of an attribute
   */
  record Filter(@Nullable String label, @Nullable String text) {}

  /**
   * By name.
   *
   * @param after the page begins behind this name; null: the first page
   */
  List<Found> search(Filter filter, @Nullable String after, int limit, Instant now);
}
