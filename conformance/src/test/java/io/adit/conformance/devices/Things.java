package io.adit.conformance.devices;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.Stage;
import java.nio.file.Path;

/** Registers things as scripts do, with the AWS CLI. */
public final class Things {
  private final AwsCli iot;
  private final Path folder;

  public Things(Stage stage, AditProcess server) {
    this.iot = AwsCli.of(server).service("iot");
    this.folder = stage.newFolder("things");
  }

  /** A new thing with a new certificate. */
  public Thing create(String name) {
    iot.ok("create-thing", "--thing-name", name);
    var certificate = folder.resolve(name + ".pem");
    var key = folder.resolve(name + ".key");
    var created =
        iot.ok(
            "create-keys-and-certificate",
            "--set-as-active",
            "--certificate-pem-outfile",
            certificate.toString(),
            "--private-key-outfile",
            key.toString());
    iot.ok(
        "attach-thing-principal",
        "--thing-name",
        name,
        "--principal",
        created.get("certificateArn").asText());
    return new Thing(name, certificate, key, created.get("certificateId").asText());
  }

  /** A certificate is good for nothing from now on. */
  public void revoke(String certificateId) {
    iot.ok("update-certificate", "--certificate-id", certificateId, "--new-status", "REVOKED");
  }
}
