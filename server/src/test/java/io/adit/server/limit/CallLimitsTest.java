package io.adit.server.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls against rates, in a time that the test makes. */
class CallLimitsTest {
  private long now;
  private final LimitsInMemory store = new LimitsInMemory();

  @Test
  void withoutRatesEverybodyCallsAsOftenAsTheyLike() {
    CallLimits calls = calls(CallRates.NONE, CallRates.NONE);

    for (int i = 0; i < 100_000; i++) {
      calls.take("ann", "OpenTunnel");
    }
  }

  @Test
  void awssQuotasHold() {
    // Given
    CallLimits calls = calls(CallRates.AWS, CallRates.NONE);

    // When, Then: over a minute, of calls each 20 ms.
    assertThat(admittedIn(Duration.ofMinutes(1), calls, "OpenTunnel")).isBetween(60, 61);
    assertThat(admittedIn(Duration.ofMinutes(1), calls, "ListTunnels")).isBetween(600, 610);
    assertThat(admittedIn(Duration.ofMinutes(1), calls, "CreateThing")).isEqualTo(3_000);
  }

  @Test
  void theRefusalSaysWhichLimitItsValueAndWhenToComeAgain() {
    // Given
    CallLimits calls = calls(CallRates.AWS, CallRates.NONE);
    calls.take("ann", "OpenTunnel");
    now += Duration.ofMillis(300).toNanos();

    // When, Then
    assertThatThrownBy(() -> calls.take("bob", "OpenTunnel"))
        .isInstanceOf(ThrottledException.class)
        .hasMessage(
            "Rate exceeded: all callers together may call OpenTunnel 1/s, and that was used up; the"
                + " next call may come in 0.7 s. Call it less often, or have the rate raised"
                + " (--call-rate).");
  }

  @Test
  void aPrincipalsRateHoldsForEachByItself() {
    // Given
    CallLimits calls = calls(CallRates.NONE, CallRates.parse(List.of("*=2/s")));

    // When
    calls.take("ann", "OpenTunnel");
    calls.take("ann", "OpenTunnel");

    // Then
    assertThatThrownBy(() -> calls.take("ann", "OpenTunnel"))
        .hasMessageContaining("this principal");
    calls.take("ann", "CloseTunnel");
    calls.take("bob", "OpenTunnel");
  }

  @Test
  void aCallThatIsRefusedCountsNowhere() {
    // Given: 3/s for all, 1/s for each.
    CallLimits calls = calls(CallRates.parse(List.of("*=3/s")), CallRates.parse(List.of("*=1/s")));
    calls.take("ann", "OpenTunnel");

    // When
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> calls.take("ann", "OpenTunnel"))
          .isInstanceOf(ThrottledException.class);
    }

    // Then
    calls.take("bob", "OpenTunnel");
    calls.take("eve", "OpenTunnel");
    assertThatThrownBy(() -> calls.take("joe", "OpenTunnel"))
        .hasMessageContaining("all callers together");
  }

  @Test
  void anOwnRateHoldsAtOnceAndUntilItIsTaken() {
    // Given
    Limits limits = limits(CallRates.NONE, CallRates.parse(List.of("*=1/s")));
    CallLimits calls = new CallLimits(limits, () -> now);
    calls.take("ann", "OpenTunnel");

    // When
    limits.put(new OwnLimit(LimitHolder.principal("ann"), LimitName.CALL_RATE, "OpenTunnel=1/h"));

    // Then
    calls.take("ann", "OpenTunnel");
    now += Duration.ofMinutes(59).toNanos();
    assertThatThrownBy(() -> calls.take("ann", "OpenTunnel"))
        .hasMessageContaining("OpenTunnel 1/h")
        .hasMessageContaining("60.0 s");

    // When
    limits.put(new OwnLimit(LimitHolder.principal("ann"), LimitName.CALL_RATE, "off"));

    // Then
    for (int i = 0; i < 100; i++) {
      calls.take("ann", "OpenTunnel");
    }

    // When
    limits.remove(LimitHolder.principal("ann"), LimitName.CALL_RATE);

    // Then
    calls.take("ann", "OpenTunnel");
    assertThatThrownBy(() -> calls.take("ann", "OpenTunnel")).hasMessageContaining("1/s");
  }

  @Test
  void ratesAreReadAsTheyAreWritten() {
    CallRates rates = CallRates.parse(List.of("OpenTunnel=30/m", "*=50/s", "CloseTunnel=5/h"));

    assertThat(rates).hasToString("*=50/s,CloseTunnel=5/h,OpenTunnel=30/m");
    assertThat(rates.of("ListTunnels")).contains(Frequency.perSecond(50));
    assertThat(CallRates.parse(List.of("off"))).isEqualTo(CallRates.NONE).hasToString("off");
    assertThat(CallRates.parse(List.of("OpenTunnel=7/s")).over(CallRates.AWS).of("CloseTunnel"))
        .contains(Frequency.perSecond(1));
  }

  @Test
  void whatIsNoRateIsToldSo() {
    for (String text :
        List.of(
            "",
            "OpenTunnel",
            "OpenTunnel=",
            "=1/s",
            "OpenTunnel=0/s",
            "open tunnel=1/s",
            "OpenTunnel=1/d",
            "OpenTunnel=-1/s",
            "OpenTunnel=1/s=2")) {
      assertThatThrownBy(() -> CallRates.parse(List.of(text)))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("'" + text + "' says of no operation how often");
    }
  }

  private int admittedIn(Duration time, CallLimits calls, String operation) {
    int admitted = 0;
    long end = now + time.toNanos();
    for (; now < end; now += Duration.ofMillis(20).toNanos()) {
      try {
        calls.take("ann", operation);
        admitted++;
      } catch (ThrottledException e) {
        // Not now.
      }
    }
    return admitted;
  }

  private CallLimits calls(CallRates account, CallRates principal) {
    return new CallLimits(limits(account, principal), () -> now);
  }

  private Limits limits(CallRates account, CallRates principal) {
    return new Limits(
        new LimitOptions(
            new CallerLimits(null, account),
            new CallerLimits(null, principal),
            ThingLimits.NONE,
            LimitOptions.NONE.links()),
        store);
  }
}
