package io.adit.cli;

import io.adit.server.InvalidOptionException;
import io.adit.server.StrangerOptions;
import io.adit.server.flow.Rate;
import io.adit.server.limit.CallRates;
import io.adit.server.limit.CallerLimits;
import io.adit.server.limit.DataBudget;
import io.adit.server.limit.Frequency;
import io.adit.server.limit.LimitOptions;
import io.adit.server.limit.ThingLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a start says of limits: a preset, and on top of it each limit that is set by itself. */
final class LimitSettings {
  private static final String OFF = "off";
  private static final int WHOLE = 100;
  private static final String RATE_FORM =
      "bandwidth: give a number and KB/s or MB/s, such as 800KB/s, or off";

  private final ServerSettings settings;

  private LimitSettings(ServerSettings settings) {
    this.settings = settings;
  }

  static LimitOptions of(ServerSettings settings) {
    return new LimitSettings(settings).options();
  }

  /** What it says of those who are not let in. */
  static StrangerOptions strangers(ServerSettings settings, StrangerOptions defaults) {
    var limits = new LimitSettings(settings);
    return new StrangerOptions(
        settings.parsed(ServerSetting.STRANGERS, LimitSettings::count).orElse(defaults.most()),
        limits.parsed(
            ServerSetting.STRANGERS_PER_ADDRESS,
            LimitSettings::count,
            defaults.mostOfOneAddress(),
            "whole number, or off"),
        limits.parsed(
            ServerSetting.STRANGER_RATE,
            LimitSettings::perSecond,
            defaults.perAddressAndSecond(),
            "rate: give a number with /s, such as 50/s, or off"));
  }

  private static Optional<Integer> perSecond(String text) {
    return Frequency.parse(text)
        .filter(rate -> rate.equals(Frequency.perSecond(rate.count())))
        .map(Frequency::count);
  }

  private LimitOptions options() {
    LimitOptions preset = preset();
    LimitOptions.Links links = preset.links();
    return new LimitOptions(
        callers(preset.account(), ServerSetting.MAX_OPEN_TUNNELS, ServerSetting.CALL_RATE),
        callers(
            preset.principal(),
            ServerSetting.MAX_OPEN_TUNNELS_PER_PRINCIPAL,
            ServerSetting.CALL_RATE_PER_PRINCIPAL),
        new ThingLimits(
            rate(ServerSetting.THING_BANDWIDTH, preset.thing().bandwidth()),
            parsed(
                ServerSetting.THING_DATA,
                DataBudget::parse,
                preset.thing().data(),
                "amount of data: give a number, KB, MB, GB or TB, and /day or /month, such as"
                    + " 2GB/month, or off")),
        new LimitOptions.Links(
            rate(ServerSetting.TUNNEL_BANDWIDTH, links.tunnelBandwidth()),
            rate(ServerSetting.ACCOUNT_BANDWIDTH, links.accountBandwidth()),
            parsed(
                ServerSetting.HANDSHAKE_RATE,
                Frequency::parse,
                links.handshakes(),
                "rate: give a number with /s, /m or /h, such as 10/s, or off"),
            warning(links.dataWarningPercent())));
  }

  private LimitOptions preset() {
    String name = settings.text(ServerSetting.LIMITS).orElse("none");
    return switch (name) {
      case "none" -> LimitOptions.NONE;
      case "aws" -> LimitOptions.AWS;
      default ->
          throw wrong(ServerSetting.LIMITS, "'%s' is no set of limits: give aws or none", name);
    };
  }

  private CallerLimits callers(CallerLimits preset, ServerSetting tunnels, ServerSetting calls) {
    return new CallerLimits(
        parsed(tunnels, LimitSettings::count, preset.openTunnels(), "whole number, or off"),
        rates(calls, preset.callRates()));
  }

  private CallRates rates(ServerSetting setting, CallRates preset) {
    List<String> texts = settings.texts(setting);
    if (texts.isEmpty()) {
      return preset;
    }
    try {
      CallRates given = CallRates.parse(texts);
      return given.equals(CallRates.NONE) ? given : given.over(preset);
    } catch (IllegalArgumentException e) {
      throw wrong(setting, "%s", String.valueOf(e.getMessage()));
    }
  }

  private @Nullable Rate rate(ServerSetting setting, @Nullable Rate preset) {
    return parsed(setting, Rate::parse, preset, RATE_FORM);
  }

  private int warning(int preset) {
    Integer percent =
        parsed(
            ServerSetting.DATA_WARNING,
            text -> count(text).filter(value -> value >= 1 && value <= WHOLE),
            preset,
            "share: give a whole number from 1 to 100");
    return percent == null ? WHOLE : percent;
  }

  /** The value of a setting; null where it is off. */
  private <T> @Nullable T parsed(
      ServerSetting setting,
      Function<String, Optional<T>> parser,
      @Nullable T preset,
      String form) {
    Optional<String> text = settings.text(setting);
    if (text.isEmpty()) {
      return preset;
    }
    if (text.get().equals(OFF)) {
      return null;
    }
    return parser
        .apply(text.get())
        .orElseThrow(() -> wrong(setting, "'%s' is no " + form, text.get()));
  }

  private static Optional<Integer> count(String text) {
    try {
      return Optional.of(Integer.valueOf(text)).filter(count -> count >= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static InvalidOptionException wrong(ServerSetting setting, String problem, String text) {
    return new InvalidOptionException(setting.key(), problem.formatted(text));
  }
}
