package io.adit.cli.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.WrongUsageException;
import io.adit.server.principal.PolicyBook;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which policy, and what it is or is to be attached to. */
final class Attachment {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(index = "0", paramLabel = "NAME", description = "The policy's name.")
  private String name;

  @Parameters(index = "1", arity = "0..1", paramLabel = "USER", description = "The user's name.")
  private @Nullable String user;

  @Option(
      names = "--data-plane",
      description =
          "Connections to tunnels. As long as no policy is attached there, everybody with a token may"
              + " connect.")
  private boolean dataPlane;

  /** What the service is sent. */
  ObjectNode input() {
    if (dataPlane == (user != null)) {
      throw new WrongUsageException("give either USER or --data-plane");
    }
    return UserPolicyCommand.attachment(name, user == null ? PolicyBook.DATA_PLANE : user);
  }
}
