package io.adit.faults.history;

import io.adit.faults.history.Event.Closed;
import io.adit.faults.history.Event.Handshake;
import io.adit.faults.history.Event.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Who may be let in with which token, and when. */
final class TokenRules {
  private final History history;
  private final Map<String, List<Handshake>> handshakes;
  private final Map<String, List<Closed>> closings;

  TokenRules(History history) {
    this.history = history;
    this.handshakes = history.by(Handshake.class, Handshake::token);
    this.closings = history.by(Closed.class, Closed::tunnel);
  }

  Stream<Violation> violations() {
    return handshakes.values().stream()
        .flatMap(ofToken ->
            Stream.concat(
                severalWinners(ofToken),
                ofToken.stream()
                    .flatMap(each ->
                        each.isAdmitted() ? lateAdmission(each) : wrongRefusal(each, ofToken))));
  }

  /** With a client token its bearer may come again; without one nobody may, nor anybody else. */
  private static Stream<Violation> severalWinners(List<Handshake> ofToken) {
    List<Handshake> winners = ofToken.stream().filter(Handshake::isAdmitted).toList();
    Set<String> bearers = new HashSet<>();
    for (int i = 0; i < winners.size(); i++) {
      bearers.add(Objects.requireNonNullElse(winners.get(i).clientToken(), "winner " + i));
    }
    return bearers.size() <= 1
        ? Stream.empty()
        : Stream.of(
            new Violation(
                Rule.ONE_WINNER, bearers.size() + " bearers of one token were let in: " + winners));
  }

  private Stream<Violation> lateAdmission(Handshake handshake) {
    Stream<Violation> closed =
        closings.getOrDefault(handshake.tunnel(), List.of()).stream()
            .filter(closing -> closing.span().isBefore(handshake.span()))
            .map(closing ->
                new Violation(
                    Rule.NOTHING_AFTER_CLOSE, handshake + " was let in after " + closing));
    Stream<Violation> revoked =
        history
            .revokers(handshake)
            .filter(rotation -> rotation.span().isBefore(handshake.span()))
            .map(rotation ->
                new Violation(Rule.NOTHING_REVOKED, handshake + " was let in after " + rotation));
    return Stream.concat(closed, revoked);
  }

  private Stream<Violation> wrongRefusal(Handshake handshake, List<Handshake> ofToken) {
    return handshake.answer() instanceof Refused refused
            && refused.isFinal()
            && !mayBeSpent(handshake, ofToken)
            && !mayBeRevoked(handshake)
        ? Stream.of(new Violation(Rule.GOOD_TOKENS, handshake + " was refused"))
        : Stream.empty();
  }

  private static boolean mayBeSpent(Handshake handshake, List<Handshake> ofToken) {
    return ofToken.stream()
        .filter(other -> !other.equals(handshake) && other.span().mayPrecede(handshake.span()))
        .anyMatch(other ->
            other.clientToken() == null
                || !Objects.equals(other.clientToken(), handshake.clientToken()));
  }

  private boolean mayBeRevoked(Handshake handshake) {
    Event.Call issuedBy = history.token(handshake).by();
    boolean byRotation =
        history
            .rotations(handshake)
            .filter(rotation -> !rotation.equals(issuedBy))
            .anyMatch(rotation ->
                rotation.span().mayPrecede(handshake.span())
                    && !rotation.span().isBefore(issuedBy.span()));
    return byRotation
        || closings.getOrDefault(handshake.tunnel(), List.of()).stream()
            .anyMatch(closing -> closing.span().mayPrecede(handshake.span()));
  }
}
