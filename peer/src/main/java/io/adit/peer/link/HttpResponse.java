package io.adit.peer.link;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A response, as far as a handshake needs it.
 *
 * @param headers by lower-case name, in the order they came
 * @param body what came of it, cut at a limit
 */
record HttpResponse(
    int status, String reasonPhrase, Map<String, List<String>> headers, String body) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(List::getFirst);
  }

  boolean headerStarts(String name, String prefix) {
    return header(name).orElse("").toLowerCase(Locale.ROOT).startsWith(prefix);
  }

  List<String> headerValues(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Whether a comma-separated header holds this word, in any case. */
  boolean headerHolds(String name, String word) {
    return headerValues(name).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .anyMatch(part -> part.strip().equalsIgnoreCase(word));
  }
}
