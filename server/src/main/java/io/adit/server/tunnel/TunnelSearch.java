package io.adit.server.tunnel;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds tunnels for people. Blocks. */
public interface TunnelSearch {

  /**
   * What is asked for; null: any.
   *
   * @param tag a key, or a key and a value with an equals sign between
   * @param text a part of the id, the description, the thing's name, a service or a tag
   */
  record Filter(
      @Nullable TunnelStatus status,
      @Nullable String thingName,
      @Nullable String service,
      @Nullable String tag,
      @Nullable String text) {}

  /**
   * Newest first, as of a time.
   *
   * @param after the page begins behind this tunnel; null: the first page
   */
  List<Tunnel> search(Filter filter, TunnelStore.@Nullable Position after, int limit, Instant now);
}
