package io.adit.cli.thing;

import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.api.IssuedCertificate;
import io.adit.cli.api.Things;
import io.adit.cli.reach.ThingName;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adit thing rotate-certificate}. */
@Command(
    name = "rotate-certificate",
    header = "Give a thing a new certificate in place of those it has.",
    description = {
      "",
      "The new certificate and key are written beside the old ones in the bundle's folder, and its"
          + " agent.yaml names them from one moment to the next. Then the old certificates are"
          + " deactivated: a device that has only an old one is put out. With --keep-old they count"
          + " until 'adit thing revoke', so that the device can be given the new one first.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit thing rotate-certificate RemoteThing1 --keep-old",
      "  adit thing rotate-certificate RemoteThing1 --csr device.csr --out bundles/RemoteThing1"
    })
final class RotateCertificateCommand implements Callable<Integer> {
  private static final int MARK_CHARACTERS = 8;

  @Parameters(paramLabel = "NAME", description = "The thing's name.")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of the device's bundle. Default: ./NAME.")
  private @Nullable Path out;

  @Option(
      names = "--csr",
      paramLabel = "FILE",
      description = "The device's own certificate signing request, in PEM form.")
  private @Nullable Path signingRequest;

  @Option(names = "--keep-old", description = "Let the old certificates count too.")
  private boolean keepOld;

  @Mixin private final ThingCall call = new ThingCall();

  RotateCertificateCommand() {}

  @Override
  public Integer call() {
    String thing = ThingName.of(name);
    Path folder = out == null ? Path.of(thing) : out;
    String request = signingRequest == null ? null : SigningRequestFile.read(signingRequest);
    try (Bundle bundle = Bundle.replacing(folder);
        Things things = call.things()) {
      var _ = things.describe(thing);
      List<String> before = things.certificatesOf(thing);
      IssuedCertificate issued = renew(things, thing, bundle, request);
      call.say("Certificate " + issued.id() + " is in " + bundle.folder() + ".");
      if (!keepOld) {
        before.stream()
            .filter(arn -> things.certificate(arn).isActive())
            .forEach(things::deactivate);
        if (!before.isEmpty()) {
          call.say("Those that it had before are not let in any more.");
        }
      }
      call.say("Next: bring the folder to the device, and have its agent read it: kill -HUP.");
    }
    return ExitCode.OK;
  }

  private static IssuedCertificate renew(
      Things things, String thing, Bundle bundle, @Nullable String given) {
    String request = given;
    if (request == null) {
      DeviceKey key = DeviceKey.create();
      bundle.putKey(key.pem());
      request = key.signingRequest(thing);
    }
    var enrolment = new Enrolment(things);
    try {
      IssuedCertificate issued = enrolment.certify(thing, request);
      bundle.put(AgentFile.CERTIFICATE, issued.pem());
      enrolment.finish(); // from here on the files may be the only ones that are good
      bundle.finishReplacing(issued.id().substring(0, MARK_CHARACTERS));
      return issued;
    } catch (CommandFailedException e) {
      throw enrolment.undoFor(e);
    }
  }
}
