package io.adit.faults.history;

import static io.adit.faults.history.Story.BEARER;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.faults.history.Event.Admitted;
import io.adit.faults.history.Event.Look;
import io.adit.faults.history.Event.Refused;
import io.adit.wire.Side;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each rule is seen to find what it is for, and to let pass what may be. */
class RulesTest {
  private static void assertKept(Story story) {
    assertThat(story.broken()).isEmpty();
  }

  private static void assertBroken(Rule rule, Story story) {
    assertThat(story.broken()).containsExactly(rule);
  }

  @Nested
  class OneWinner {
    @Test
    void twoAreLetInWithOneToken() {
      assertBroken(Rule.ONE_WINNER, new Story().admitted("S0", null, 1).admitted("S0", null, 2));
    }

    @Test
    void anotherBearerIsLetIn() {
      assertBroken(
          Rule.ONE_WINNER, new Story().admitted("S0", BEARER, 1).admitted("S0", "thief", 2));
    }

    @Test
    void somebodyIsLetInWithoutTheClientToken() {
      assertBroken(Rule.ONE_WINNER, new Story().admitted("S0", BEARER, 1).admitted("S0", null, 2));
    }

    @Test
    void itsBearerMayComeAgain() {
      assertKept(new Story().admitted("S0", BEARER, 1).admitted("S0", BEARER, 2));
    }

    @Test
    void othersAreRefused() {
      assertKept(new Story().admitted("S0", null, 1).refused("S0", null).refused("S0", BEARER));
    }
  }

  @Nested
  class NothingAfterClose {
    @Test
    void somebodyIsLetInLater() {
      assertBroken(Rule.NOTHING_AFTER_CLOSE, new Story().closed().admitted("S0", null, 1));
    }

    @Test
    void aByteSentLaterPasses() {
      assertBroken(
          Rule.NOTHING_AFTER_CLOSE,
          new Story().connected().closed().sent(1, 100, 0).received(2, 100, 0));
    }

    @Test
    void aByteThatWasSentBeforeMayStillArrive() {
      assertKept(new Story().connected().sent(1, 100, 0).closed().received(2, 100, 0));
    }

    @Test
    void whatIsSentLaterMayGoNowhere() {
      assertKept(new Story().connected().closed().sent(1, 100, 0));
    }

    @Test
    void aCloseThatNobodyAnsweredForbidsNothing() {
      assertKept(
          new Story().connected().closeUnanswered(false).sent(1, 100, 0).received(2, 100, 0));
    }

    @Test
    void aHandshakeThatRacesWithTheCloseMayBeLetIn() {
      assertKept(new Story().closed().handshake(new Span(25, 90), "S0", null, new Admitted(1)));
    }
  }

  @Nested
  class NothingRevoked {
    @Test
    void aRevokedTokenIsLetIn() {
      assertBroken(Rule.NOTHING_REVOKED, new Story().rotated("S1").admitted("S0", null, 1));
    }

    @Test
    void itsBearerComesBack() {
      assertBroken(
          Rule.NOTHING_REVOKED,
          new Story().admitted("S0", BEARER, 1).rotated("S1").admitted("S0", BEARER, 2));
    }

    @Test
    void aRevokedLinkStillSends() {
      assertBroken(
          Rule.NOTHING_REVOKED,
          new Story().connected().rotated("S1").sent(1, 100, 0).received(2, 100, 0));
    }

    @Test
    void aRevokedLinkIsStillSentTo() {
      assertBroken(
          Rule.NOTHING_REVOKED,
          new Story().connected().rotated("S1").sent(2, 100, 0).received(1, 100, 0));
    }

    @Test
    void theOtherSideIsLetIn() {
      assertKept(new Story().rotated("S1").admitted("D0", null, 1));
    }

    @Test
    void theNewTokenIsLetIn() {
      assertKept(new Story().rotated("S1").admitted("S1", null, 1));
    }

    @Test
    void whatWasSentBeforeMayStillArrive() {
      assertKept(new Story().connected().sent(1, 100, 0).rotated("S1").received(2, 100, 0));
    }

    @Test
    void ofTwoRotationsAtOnceEitherMayBeTheLast() {
      assertKept(
          new Story()
              .and(
                  new Event.Rotated(
                      new Span(30, 60), "T", Set.of(Side.SOURCE), Map.of(Side.SOURCE, "S1")))
              .and(
                  new Event.Rotated(
                      new Span(35, 55), "T", Set.of(Side.SOURCE), Map.of(Side.SOURCE, "S2")))
              .handshake(new Span(70, 75), "S1", null, new Admitted(1))
              .handshake(new Span(80, 85), "S2", null, new Refused(403, "revoked")));
    }
  }

  @Nested
  class NothingCrosses {
    @Test
    void aByteOfOneTunnelIsInAnother() {
      assertBroken(
          Rule.NOTHING_CROSSES, new Story().connected().sent(1, 100, 0).received(4, 100, 0));
    }

    @Test
    void aByteComesBackToItsOwnSide() {
      assertBroken(
          Rule.NOTHING_CROSSES, new Story().connected().sent(1, 100, 0).received(1, 100, 0));
    }

    @Test
    void bothWaysOfATunnelAreRight() {
      assertKept(
          new Story()
              .connected()
              .sent(1, 100, 0)
              .received(2, 100, 0)
              .sent(2, 200, 0)
              .received(1, 200, 0));
    }
  }

  @Nested
  class Prefix {
    @Test
    void aPieceIsMissing() {
      assertBroken(
          Rule.PREFIX,
          new Story().connected().sent(1, 100, 0).sent(1, 100, 10).received(2, 100, 10));
    }

    @Test
    void aPieceComesTwice() {
      assertBroken(
          Rule.PREFIX,
          new Story().connected().sent(1, 100, 0).received(2, 100, 0).received(2, 100, 0));
    }

    @Test
    void piecesChangePlaces() {
      assertBroken(
          Rule.PREFIX,
          new Story()
              .connected()
              .sent(1, 100, 0)
              .sent(1, 100, 10)
              .received(2, 100, 10)
              .received(2, 100, 0));
    }

    @Test
    void aByteIsChanged() {
      assertBroken(Rule.PREFIX, new Story().connected().sent(1, 100, 0).receivedGarbled(2, 100, 0));
    }

    @Test
    void somethingArrivesThatNobodySent() {
      assertBroken(Rule.PREFIX, new Story().connected().received(2, 100, 0));
    }

    @Test
    void moreArrivesThanWasSent() {
      assertBroken(
          Rule.PREFIX,
          new Story().connected().sent(1, 100, 0).received(2, 100, 0).received(2, 100, 10));
    }

    @Test
    void twoStreamsAreMixedOnOneConnection() {
      assertBroken(
          Rule.PREFIX,
          new Story()
              .connected()
              .sent(1, 100, 0)
              .sent(1, 101, 0)
              .received(2, 100, 0)
              .received(2, 101, 0));
    }

    @Test
    void oneStreamArrivesOnTwoConnections() {
      assertBroken(
          Rule.PREFIX,
          new Story().connected().sent(1, 100, 0).received(2, 7, 100, 0).received(2, 8, 100, 0));
    }

    @Test
    void theEndMayBeMissing() {
      assertKept(new Story().connected().sent(1, 100, 0).sent(1, 100, 10).received(2, 100, 0));
    }
  }

  @Nested
  class NothingLost {
    @Test
    void anOpenedTunnelIsGone() {
      assertBroken(Rule.NOTHING_LOST, new Story().looks(Look.MISSING, 0));
    }

    @Test
    void anOpenedTunnelIsClosedByNobody() {
      assertBroken(Rule.NOTHING_LOST, new Story().looks(Look.CLOSED, 0));
    }

    @Test
    void aClosedTunnelIsOpenAgain() {
      assertBroken(Rule.NOTHING_LOST, new Story().closed().looks(Look.OPEN, 0));
    }

    @Test
    void aDeletedTunnelIsThereAgain() {
      assertBroken(Rule.NOTHING_LOST, new Story().deleted().looks(Look.CLOSED, 0));
    }

    @Test
    void aClosedTunnelIsDeletedByNobody() {
      assertBroken(Rule.NOTHING_LOST, new Story().closed().looks(Look.MISSING, 0));
    }

    @Test
    void aTagIsLost() {
      assertBroken(Rule.NOTHING_LOST, new Story().tagged(1).looks(Look.OPEN, 0));
    }

    @Test
    void aTagIsAsItWasBefore() {
      assertBroken(Rule.NOTHING_LOST, new Story().tagged(1).tagged(2).looks(Look.OPEN, 1));
    }

    @Test
    void aTagIsWhatNobodySet() {
      assertBroken(Rule.NOTHING_LOST, new Story().tagged(1).looks(Look.OPEN, 3));
    }

    @Test
    void allThatWasAnsweredIsThere() {
      assertKept(
          new Story()
              .looks(Look.OPEN, 0)
              .tagged(1)
              .looks(Look.OPEN, 1)
              .closed()
              .looks(Look.CLOSED, 1)
              .deleted()
              .looks(Look.MISSING, 0));
    }

    @Test
    void whatNobodyAnsweredMayBeThereOrNot() {
      assertKept(
          new Story()
              .tagged(1)
              .tagUnanswered(2)
              .looks(Look.OPEN, 2)
              .looks(Look.OPEN, 1)
              .tagged(3)
              .looks(Look.OPEN, 2)
              .closeUnanswered(true)
              .looks(Look.OPEN, 3)
              .looks(Look.CLOSED, 3)
              .looks(Look.MISSING, 0));
    }
  }

  @Nested
  class GoodTokens {
    @Test
    void aNewTokenIsRefused() {
      assertBroken(Rule.GOOD_TOKENS, new Story().refused("S0", null));
    }

    @Test
    void theTokenOfARotationIsLost() {
      assertBroken(Rule.GOOD_TOKENS, new Story().rotated("S1").refused("S1", null));
    }

    @Test
    void itsBearerIsNotLetInAgain() {
      assertBroken(Rule.GOOD_TOKENS, new Story().admitted("S0", BEARER, 1).refused("S0", BEARER));
    }

    @Test
    void whoIsToComeLaterIsNotRefused() {
      assertKept(new Story().unavailable("S0"));
    }

    @Test
    void aTokenWhoseHandshakeWasLostMayBeSpent() {
      assertKept(new Story().lost("S0").refused("S0", null));
    }

    @Test
    void aTokenMayBeRevokedByARotationThatNobodyAnswered() {
      assertKept(new Story().rotationUnanswered().refused("S0", null));
    }

    @Test
    void aTokenOfATunnelThatMayBeClosedMayBeRefused() {
      assertKept(new Story().closeUnanswered(false).refused("S0", null));
    }
  }

  @Test
  void aServerThatBreaksARuleOfTheWireIsSeen() {
    assertBroken(
        Rule.WIRE, new Story().connected().and(new Event.RuleBroken(100, 1, "SESSION_RESET")));
  }
}
