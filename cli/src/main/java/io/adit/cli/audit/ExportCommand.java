package io.adit.cli.audit;

import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.deliver.CloudTrail;
import io.adit.server.audit.read.AuditFilter;
import io.adit.server.audit.read.AuditFollower;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code adit audit export}. */
@Command(
    name = "export",
    header = "Print records for other programs, the oldest first.",
    description = {
      "",
      "As lines of JSON they can still be verified, when none is left out; in the form of AWS"
          + " CloudTrail they are what tools for AWS read.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit audit export --from 24h",
      "  adit audit export --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z --format"
          + " cloudtrail"
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private final LogOptions log = new LogOptions();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Records from then on: 2026-11-27T21:45:00Z, or how long ago, such as 3h.",
      converter = LogOptions.Moment.class)
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Records before then.",
      converter = LogOptions.Moment.class)
  private @Nullable Instant to;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "json, a line for each (default), or cloudtrail, one object with Records.",
      converter = Form.class)
  private Form.Of format = Form.Of.JSON;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "us-east-1",
      description = "What CloudTrail's awsRegion is to say. Default: us-east-1.")
  private String region = "";

  @Option(
      names = "--account",
      paramLabel = "ID",
      defaultValue = "000000000000",
      description = "What CloudTrail's recipientAccountId is to say. Default: 000000000000.")
  private String account = "";

  ExportCommand() {}

  /** The form of the output. */
  static final class Form implements ITypeConverter<Form.Of> {
    enum Of {
      JSON,
      CLOUDTRAIL
    }

    Form() {}

    @Override
    public Of convert(String text) {
      return switch (text) {
        case "json" -> Of.JSON;
        case "cloudtrail" -> Of.CLOUDTRAIL;
        default ->
            throw new TypeConversionException("'" + text + "' is neither json nor cloudtrail");
      };
    }
  }

  @Override
  public Integer call() {
    AuditFilter filter = log.filter(from, to);
    try (var records = new AuditFollower(log.archive().folder(), 1)) {
      if (format == Form.Of.JSON) {
        printLines(records, filter);
      } else {
        printCloudTrail(records, filter);
      }
      log.out().flush();
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailedException("the audit log cannot be read: " + e);
    }
  }

  private void printLines(AuditFollower records, AuditFilter filter) throws IOException {
    for (AuditLine line = records.next(); line != null; line = records.next()) {
      if (filter.matches(line)) {
        log.out().println(line);
      }
    }
  }

  /** One by one: a year of records need not fit into memory. */
  private void printCloudTrail(AuditFollower records, AuditFilter filter) throws IOException {
    PrintWriter out = log.out();
    var shape = new CloudTrail(region, account);
    out.print("{\"Records\":[");
    String separator = "\n";
    for (AuditLine line = records.next(); line != null; line = records.next()) {
      if (filter.matches(line)) {
        out.print(separator + shape.record(line));
        separator = ",\n";
      }
    }
    out.println("\n]}");
  }
}
