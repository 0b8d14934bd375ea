package io.adit.cli.api;

import io.adit.cli.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in words for the user why a call of AWS's SDK failed. */
final class ApiFailure {
  private ApiFailure() {}

  static CommandFailedException of(URI endpoint, SdkException e) {
    return new CommandFailedException(
        switch (e) {
          case AwsServiceException answered when isAboutWhatIsNot(answered) -> said(answered);
          case AwsServiceException answered ->
              endpoint + ": " + answered.awsErrorDetails().errorCode() + ": " + said(answered);
          case ApiCallTimeoutException _ -> endpoint + " does not answer";
          default -> endpoint + " " + unreachable(e);
        });
  }

  private static boolean isAboutWhatIsNot(AwsServiceException e) {
    return "ResourceNotFoundException".equals(e.awsErrorDetails().errorCode());
  }

  /** Of a wrong signature the message goes on with the canonical request. */
  static String said(AwsServiceException e) {
    return String.valueOf(e.awsErrorDetails().errorMessage())
        .lines()
        .findFirst()
        .orElse("no reason is given");
  }

  private static String unreachable(SdkException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return SignedCalls.unreachable(io);
      }
    }
    return "cannot be called: " + e.getMessage();
  }
}
