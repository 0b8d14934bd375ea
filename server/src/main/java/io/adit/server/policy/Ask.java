package io.adit.server.policy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * May this be done?
 *
 * @param action such as {@code iot:OpenTunnel}
 * @param facts all that is known, of the caller too
 * @param open as {@link Subject#open()}
 */
public record Ask(String action, List<Subject.Target> targets, Facts facts, Set<String> open) {

  public Ask {
    targets = List.copyOf(targets);
    open = Set.copyOf(open);
  }

  public static Ask of(String action, Subject subject, Facts ofCaller) {
    return new Ask(action, subject.targets(), ofCaller.and(subject.facts()), subject.open());
  }

  /** Whether a key's value is another for each thing that is listed. */
  boolean isOpen(String key) {
    if (open.isEmpty()) {
      return false;
    }
    String name = key.toLowerCase(Locale.ROOT);
    return open.stream()
        .map(each -> each.toLowerCase(Locale.ROOT))
        .anyMatch(each -> each.endsWith("/") ? name.startsWith(each) : name.equals(each));
  }
}
