package io.adit.cli.thing;

import io.adit.cli.CommandFailedException;
import io.adit.cli.api.IssuedCertificate;
import io.adit.cli.api.Things;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Registers a thing and has a certificate signed that speaks for it. Where a step fails, those
 * before it are undone.
 */
final class Enrolment {
  private final Things things;
  private final Deque<Undo> undo = new ArrayDeque<>();

  /**
   * How a step is undone.
   *
   * @param command what the user types where it cannot be
   */
  private record Undo(String command, Runnable action) {}

  Enrolment(Things things) {
    this.things = things;
  }

  /**
   * A new thing.
   *
   * @throws CommandFailedException where there is one of this name
   */
  void register(String name, Map<String, String> labels) {
    if (things.find(name).isPresent()) {
      throw new CommandFailedException(
          "there is a thing '%s' already. For another certificate: adit thing rotate-certificate %s"
              .formatted(name, name));
    }
    things.create(name, labels);
    undo.push(new Undo("aws iot delete-thing --thing-name " + name, () -> things.delete(name)));
  }

  /** A new certificate that speaks for a thing, and counts at once. */
  IssuedCertificate certify(String name, String signingRequest) {
    IssuedCertificate issued = things.issue(signingRequest);
    undo.push(
        new Undo(
            "aws iot delete-certificate --certificate-id " + issued.id(),
            () -> {
              things.deactivate(issued.arn());
              things.deleteCertificate(issued.arn());
            }));
    things.attach(name, issued.arn());
    undo.push(
        new Undo(
            "aws iot detach-thing-principal --thing-name " + name + " --principal " + issued.arn(),
            () -> things.detach(name, issued.arn())));
    return issued;
  }

  /** All went well: nothing is undone any more. */
  void finish() {
    undo.clear();
  }

  /**
   * Undoes what was done, the last first.
   *
   * @return the failure, with what could not be undone in its words
   */
  CommandFailedException undoFor(CommandFailedException failure) {
    var left = new StringBuilder();
    while (!undo.isEmpty()) {
      Undo step = undo.pop();
      try {
        step.action().run();
      } catch (CommandFailedException e) {
        left.append("\n  ").append(step.command());
      }
    }
    return left.isEmpty()
        ? failure
        : new CommandFailedException(
            failure.getMessage()
                + "\nand what was done before could not be undone. To do so:"
                + left);
  }
}
