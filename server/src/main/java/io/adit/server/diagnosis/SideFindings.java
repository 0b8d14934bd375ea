package io.adit.server.diagnosis;

import io.adit.server.diagnosis.Finding.Code;
import io.adit.server.tunnel.TokenUse;
import io.adit.wire.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be said of one side: whether it is there, and how well. */
final class SideFindings {
  /** A link that is not read for less long may just be busy. */
  static final Duration LONG_UNREAD = Duration.ofSeconds(10);

  /** As many ends in {@link TunnelCase#RECENT} are no accident. */
  static final int MANY_ENDS = 3;

  private final TunnelCase tunnelCase;
  private final Side side;
  private final SideAdvice advice;

  private SideFindings(TunnelCase tunnelCase, Side side) {
    this.tunnelCase = tunnelCase;
    this.side = side;
    this.advice = new SideAdvice(tunnelCase, side);
  }

  static List<Finding> of(TunnelCase tunnelCase, Side side) {
    SideFindings rules = new SideFindings(tunnelCase, side);
    return tunnelCase.view().link(side).map(rules::connected).orElseGet(rules::missing);
  }

  private List<Finding> missing() {
    List<Finding> findings = new ArrayList<>();
    Optional<Finding> refused = refusedSinceItIsMissing();
    Optional<Finding> broken = ruleBroken();
    boolean explained =
        refused.isPresent() || broken.isPresent() || tunnelCase.barred().isPresent();
    findings.add(
        tunnelCase
            .disconnectedSince(side)
            .map(since -> gone(since, explained))
            .orElseGet(() -> neverConnected(explained)));
    notTold().ifPresent(findings::add);
    refused.ifPresent(findings::add);
    broken.ifPresent(findings::add);
    unstable().ifPresent(findings::add);
    return findings;
  }

  private List<Finding> connected(LinkView link) {
    List<Finding> findings = new ArrayList<>();
    notRead(link).ifPresent(findings::add);
    unstable().ifPresent(findings::add);
    tunnelCase
        .recent(Incident.Kind.HANDSHAKE_REFUSED, side)
        .ifPresent(refusal -> findings.add(refusedBesides(refusal)));
    return findings;
  }

  private Finding neverConnected(boolean explained) {
    Finding finding =
        Finding.problem(
            Code.SIDE_NEVER_CONNECTED,
            "No %s proxy has ever connected.".formatted(side.mode()),
            "");
    return explained ? finding : advice.toStart(finding);
  }

  /** Why the device does not know of its token; one that came has it from somewhere. */
  private Optional<Finding> notTold() {
    TokenUse use = tunnelCase.tokens().get(side);
    boolean isNews = side == Side.DESTINATION && use != null && use.usedAt() == null;
    return tunnelCase
        .untold()
        .filter(_ -> isNews)
        .map(obstacle -> Finding.problem(Code.THING_NOT_TOLD, obstacle.what(), obstacle.next()));
  }

  private Finding gone(Instant since, boolean explained) {
    Finding finding =
        Finding.problem(
            Code.SIDE_GONE,
            "The %s proxy has been gone for %s%s."
                .formatted(side.mode(), Age.between(since, tunnelCase.at()), whyItEnded()),
            "");
    return explained ? finding : advice.toComeBack(finding);
  }

  /** Why its last link ended; nothing where that is told elsewhere, or not known any more. */
  private String whyItEnded() {
    TunnelView view = tunnelCase.view();
    Optional<Instant> broken = view.last(Incident.Kind.RULE_BROKEN, side).map(Incident::lastAt);
    return view.last(Incident.Kind.LINK_ENDED, side)
        .filter(ended -> broken.isEmpty() || broken.get().isBefore(ended.lastAt()))
        .map(ended -> ": " + ended.what())
        .orElse("");
  }

  private Optional<Finding> refusedSinceItIsMissing() {
    Optional<Instant> since = tunnelCase.disconnectedSince(side);
    return tunnelCase
        .view()
        .last(Incident.Kind.HANDSHAKE_REFUSED, side)
        .filter(refusal -> since.isEmpty() || !refusal.lastAt().isBefore(since.get()))
        .map(refusal ->
            advice.toBeLetIn(
                Finding.problem(
                    Code.HANDSHAKE_REFUSED,
                    "The last %s proxy that tried was refused %s%s: %s"
                        .formatted(
                            side.mode(),
                            tunnelCase.ago(refusal.lastAt()),
                            times(refusal),
                            sentence(refusal.what())),
                    ""),
                refusal));
  }

  private Finding refusedBesides(Incident refusal) {
    return Finding.notice(
        Code.HANDSHAKE_REFUSED,
        "Another %s proxy was refused %s%s: %s"
            .formatted(
                side.mode(),
                tunnelCase.ago(refusal.lastAt()),
                times(refusal),
                sentence(refusal.what())),
        "Each side has room for one proxy; end the one that is too many.");
  }

  private Optional<Finding> ruleBroken() {
    return tunnelCase
        .recent(Incident.Kind.RULE_BROKEN, side)
        .map(broken ->
            Finding.problem(
                Code.RULE_BROKEN,
                "The relay ended the %s proxy's connection %s%s, because it broke a rule of the"
                        .formatted(side.mode(), tunnelCase.ago(broken.lastAt()), times(broken))
                    + " protocol: "
                    + sentence(broken.what()),
                "That program does not speak the protocol as it should, or not a version that"
                    + " fits this tunnel. Try adit proxy in its place."));
  }

  private Optional<Finding> notRead(LinkView link) {
    return link.traffic()
        .unreadSince()
        .filter(since -> tunnelCase.isOlderThan(since, LONG_UNREAD))
        .filter(_ -> tunnelCase.view().heldBackBy().isEmpty())
        .flatMap(
            since -> tunnelCase.view().link(side.opposite()).map(other -> notRead(since, other)));
  }

  private Finding notRead(Instant since, LinkView other) {
    String otherSide = side.opposite().mode();
    return Finding.problem(
        Code.SIDE_NOT_READ,
        "The relay has not read from the %s for %s, because the %s does not take what waits for it"
                .formatted(side.mode(), Age.between(since, tunnelCase.at()), otherSide)
            + " (%d KiB).".formatted(other.traffic().unsentBytes() / 1024),
        "An application on the side of the %s has stopped reading, or its network is slow. All"
                .formatted(otherSide)
            + " connections of a tunnel share its links: end the one that is stuck.");
  }

  private Optional<Finding> unstable() {
    List<Incident> ends =
        tunnelCase.view().incidents().stream()
            .filter(it -> it.kind() == Incident.Kind.LINK_ENDED && it.side() == side)
            .filter(it -> tunnelCase.isRecent(it.lastAt()))
            .toList();
    int count = ends.stream().mapToInt(Incident::count).sum();
    if (count < MANY_ENDS) {
      return Optional.empty();
    }
    Incident last = ends.getLast();
    Instant first = ends.stream().map(Incident::firstAt).min(Instant::compareTo).orElseThrow();
    return Optional.of(
        Finding.notice(
            Code.LINK_UNSTABLE,
            "The %s proxy lost its connection %d times in %s, the last time %s: %s."
                .formatted(
                    side.mode(),
                    count,
                    Age.between(first, tunnelCase.at()),
                    tunnelCase.ago(last.lastAt()),
                    last.what()),
            "If it was replaced by another connection, two proxies use one token and push each"
                + " other out: end one. Else look at its network, and at its log."));
  }

  private static String times(Incident incident) {
    return incident.count() == 1 ? "" : " (" + incident.count() + " times)";
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
