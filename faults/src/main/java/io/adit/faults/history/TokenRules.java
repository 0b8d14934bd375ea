package io.adit.faults.history;

import io.adit.faults.history.Event.Closed;
import io.adit.faults.history.Event.Handshake;
import io.adit.faults.history.Event.Refused;
import io.adit.faults.history.Event.Rotated;
import io.adit.faults.history.History.Issued;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may be let in with which token, and when. */
final class TokenRules {
  private final Map<String, List<Handshake>> handshakes;
  private final Map<String, List<Closed>> closings;
  private final Map<String, List<Rotated>> rotations;
  private final Map<String, Issued> tokens;

  TokenRules(History history) {
    this.handshakes = history.by(Handshake.class, Handshake::token);
    this.closings = history.by(Closed.class, Closed::tunnel);
    this.rotations = history.by(Rotated.class, Rotated::tunnel);
    this.tokens = history.issued().collect(Collectors.toMap(Issued::token, Function.identity()));
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
        revokers(handshake)
            .filter(rotation -> rotation.span().isBefore(handshake.span()))
            .map(rotation ->
                new Violation(Rule.NOTHING_REVOKED, handshake + " was let in after " + rotation));
    return Stream.concat(closed, revoked);
  }

  /** The rotations that began when the handshake's token was there already. */
  private Stream<Rotated> revokers(Handshake handshake) {
    Issued token = issued(handshake);
    return rotations.getOrDefault(handshake.tunnel(), List.of()).stream()
        .filter(rotation -> rotation.sides().contains(token.side()))
        .filter(rotation -> token.by().span().isBefore(rotation.span()));
  }

  private Issued issued(Handshake handshake) {
    Issued token = tokens.get(handshake.token());
    if (token == null) {
      throw new IllegalStateException("no call was answered with the token of " + handshake);
    }
    return token;
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
    Issued token = issued(handshake);
    boolean byRotation =
        rotations.getOrDefault(handshake.tunnel(), List.of()).stream()
            .filter(
                rotation -> !rotation.equals(token.by()) && rotation.sides().contains(token.side()))
            .anyMatch(rotation ->
                rotation.span().mayPrecede(handshake.span())
                    && !rotation.span().isBefore(token.by().span()));
    return byRotation
        || closings.getOrDefault(handshake.tunnel(), List.of()).stream()
            .anyMatch(closing -> closing.span().mayPrecede(handshake.span()));
  }
}
