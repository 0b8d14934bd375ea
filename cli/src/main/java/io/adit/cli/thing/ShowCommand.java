package io.adit.cli.thing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.OutputFormat;
import io.adit.cli.api.DeviceCertificate;
import io.adit.cli.api.ThingFacts;
import io.adit.cli.api.Things;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.Tunnels;
import io.adit.cli.reach.ThingName;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adit thing show}. */
@Command(
    name = "show",
    header = "Show a thing: labels, certificates, open tunnels.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The thing's name.")
  private String name = "";

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default) or json.",
      converter = OutputFormat.Converter.class)
  private OutputFormat format = OutputFormat.TEXT;

  @Mixin private final ThingCall call = new ThingCall();

  ShowCommand() {}

  /** All that is shown. */
  private record Shown(
      ThingFacts thing, List<DeviceCertificate> certificates, List<TunnelFacts.Summary> tunnels) {}

  @Override
  public Integer call() {
    String thing = ThingName.of(name);
    try (Things things = call.things();
        Tunnels tunnels = call.tunnels()) {
      var shown =
          new Shown(
              things.describe(thing),
              things.certificatesOf(thing).stream().map(things::certificate).toList(),
              tunnels.list(thing, TunnelFacts.Summary::isOpen, Integer.MAX_VALUE));
      switch (format) {
        case TEXT -> print(shown);
        case JSON -> call.say(JsonText.of(json(shown)));
      }
    }
    return ExitCode.OK;
  }

  private void print(Shown shown) {
    call.say("thing         " + shown.thing().name());
    call.say("arn           " + shown.thing().arn());
    call.say("version       " + shown.thing().version());
    String labels = ListCommand.text(shown.thing().labels());
    if (!labels.isEmpty()) {
      call.say("labels        " + labels);
    }
    if (shown.certificates().isEmpty()) {
      call.say("certificate   none: its device is not let in");
    }
    for (DeviceCertificate certificate : shown.certificates()) {
      call.say(
          "certificate   %s  %s, valid until %s%s%s"
              .formatted(
                  certificate.id(),
                  certificate.status(),
                  certificate.notAfter(),
                  certificate.notAfter().isBefore(Instant.now()) ? ", which is over" : "",
                  certificate.authorityId().map(id -> ", signed by authority " + id).orElse("")));
    }
    for (TunnelFacts.Summary tunnel : shown.tunnels()) {
      call.say("open tunnel   " + tunnel.id() + "  " + tunnel.description());
    }
  }

  private static ObjectNode json(Shown shown) {
    ObjectNode all =
        JsonText.object()
            .put("thingName", shown.thing().name())
            .put("thingArn", shown.thing().arn())
            .put("version", shown.thing().version());
    ObjectNode attributes = all.putObject("attributes");
    new TreeMap<>(shown.thing().labels()).forEach(attributes::put);
    var certificates = all.putArray("certificates");
    for (DeviceCertificate certificate : shown.certificates()) {
      ObjectNode one =
          certificates
              .addObject()
              .put("certificateId", certificate.id())
              .put("status", certificate.status())
              .put("notAfter", certificate.notAfter().toString());
      certificate.authorityId().ifPresent(id -> one.put("caCertificateId", id));
    }
    var tunnels = all.putArray("openTunnels");
    shown.tunnels().forEach(tunnel -> tunnels.add(tunnel.id()));
    return all;
  }
}
