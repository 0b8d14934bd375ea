package io.adit.cli.thing;

import io.adit.cli.CommandFailedException;
import io.adit.cli.api.IssuedCertificate;
import io.adit.cli.api.Things;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A device that is to be registered, and get its folder. */
public final class NewDevice {
  private final AgentFile agent;
  private final Map<String, String> labels;
  private final @Nullable String signingRequest;

  /**
   * @param signingRequest null: a key is made here
   */
  NewDevice(AgentFile agent, Map<String, String> labels, @Nullable String signingRequest) {
    this.agent = agent;
    this.labels = Map.copyOf(labels);
    this.signingRequest = signingRequest;
  }

  /**
   * One without labels, which finds the service where the server says and whose key is made here.
   *
   * @param services where each is reached on the device
   */
  public static NewDevice of(
      Things things, String thingName, SequencedMap<String, String> services) {
    var endpoints = new DeviceEndpoints();
    return new NewDevice(
        new AgentFile(
            thingName, endpoints.tunnels(things).orElse(null), endpoints.mqtt(things), services),
        Map.of(),
        null);
  }

  /**
   * Registers the thing and makes the folder; where a step fails, nothing is left of it.
   *
   * @return the folder, absolute
   * @throws CommandFailedException in words for the user
   */
  public Path enrol(Things things, Path folder) {
    Optional<String> authority = authority(things);
    var enrolment = new Enrolment(things);
    try (Bundle bundle = Bundle.in(folder)) {
      String request = signingRequest == null ? newKey(bundle) : signingRequest;
      authority.ifPresent(pem -> bundle.put(AgentFile.AUTHORITY, pem));
      bundle.put(AgentFile.NAME, agent.text(authority.isPresent()));
      enrolment.register(agent.thingName(), labels);
      IssuedCertificate issued = enrolment.certify(agent.thingName(), request);
      bundle.put(AgentFile.CERTIFICATE, issued.pem());
      bundle.finish();
      return bundle.folder();
    } catch (CommandFailedException e) {
      throw enrolment.undoFor(e);
    }
  }

  private String newKey(Bundle bundle) {
    DeviceKey key = DeviceKey.create();
    bundle.putKey(key.pem());
    return key.signingRequest(agent.thingName());
  }

  /** What the API's certificate is checked with is what the device's agent checks it with. */
  private static Optional<String> authority(Things things) {
    Path file = things.access().authority();
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new CommandFailedException("the CA bundle " + file + " cannot be read: " + e);
    }
  }
}
