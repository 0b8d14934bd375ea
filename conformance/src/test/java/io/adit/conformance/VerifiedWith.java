package io.adit.conformance;

import io.adit.conformance.devices.IotDeviceSdk;
import io.adit.conformance.devices.MosquittoClients;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Curl;
import io.adit.conformance.programs.OfficialLocalproxy;
import io.adit.conformance.programs.OpenSshClient;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the outside programs that a story's compatibility was shown with. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface VerifiedWith {
  Client[] value();

  /** A program that others wrote; its version is asked for when the run is over. */
  enum Client {
    AWS_CLI,
    AWS_SDK_FOR_JAVA,
    OPENSSH,
    CURL,
    MOSQUITTO,
    AWS_IOT_DEVICE_SDK_FOR_JAVA,
    /** AWS's own, where there is one: its stories are not run elsewhere. */
    LOCALPROXY;

    String version() {
      return switch (this) {
        case AWS_CLI -> AwsCli.version();
        case AWS_SDK_FOR_JAVA -> AwsSdk.version();
        case OPENSSH -> OpenSshClient.version();
        case CURL -> Curl.version();
        case MOSQUITTO -> MosquittoClients.version();
        case AWS_IOT_DEVICE_SDK_FOR_JAVA -> IotDeviceSdk.version();
        case LOCALPROXY -> OfficialLocalproxy.version();
      };
    }
  }
}
