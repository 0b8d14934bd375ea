package io.adit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.api.ApiException;
import io.adit.server.api.AwsAccount;
import io.adit.server.api.Json;
import io.adit.server.api.TargetCalls;
import io.adit.server.audit.AuditNotes;
import io.adit.server.auth.AccessKeys;
import io.adit.server.auth.Caller;
import io.adit.server.auth.Role;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Policies;
import io.adit.server.policy.PolicyException;
import io.adit.server.principal.PolicyBook;
import io.adit.server.principal.PolicyFault;
import io.adit.server.secret.SecretBox;
import io.adit.server.secret.SecretBoxException;
import io.adit.server.store.Database;
import io.adit.server.store.DatabaseException;
import io.adit.server.store.SqlAccessKeys;
import io.adit.server.store.SqlAudit;
import io.adit.server.store.SqlPolicies;
import io.adit.server.store.SqlThingGroups;
import io.adit.server.store.SqlTunnels;
import io.adit.server.thing.ThingGroups;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The operations on policies and access keys as whoever owns the data folder makes them, also while
 * its server runs: nobody can lock the owner out.
 */
public final class OwnersAccess implements AutoCloseable {
  private static final Caller OWNER =
      new Caller(
          null,
          "owner of the data folder",
          "owner of the data folder",
          new Policies(List.of(Role.ADMINISTRATOR.policy())),
          Facts.NONE);

  private static final AwsAccount DEFAULT =
      new AwsAccount(
          ServerOptions.Identity.DEFAULT.region(), ServerOptions.Identity.DEFAULT.account());

  private static final Pattern LOOK = Pattern.compile("(List|Get|Test).*");

  private final Parts parts = new Parts();
  private final AuditNotes notes;
  private final TargetCalls calls;

  private OwnersAccess(Path folder) throws IOException {
    parts.add(DataFolder.visit(folder));
    Database database = parts.add(Database.existing(DataFolder.database(folder)));
    Path secretKey = DataFolder.secretKey(folder);
    var clock = Clock.systemUTC();
    this.notes = new AuditNotes(new SqlAudit(database), clock);
    var random = new SecureRandom();
    Optional<AwsAccount> running = account(folder);
    AwsAccount account = running.orElse(DEFAULT);
    var keys =
        new AccessKeys(
            new SqlAccessKeys(database, new SecretBox(secretKey, random), clock), random, clock);
    var tunnels =
        new TunnelRegistry(
            new SqlTunnels(database),
            clock,
            random,
            new TunnelArns(account.region(), account.account()),
            TunnelLimits.DEFAULT);
    var access =
        AccessParts.of(
            running.isPresent()
                ? AccessParts.book(database, account, clock)
                : new PolicyBook(new SqlPolicies(database), null, clock),
            keys,
            account,
            tunnels,
            new ThingGroups(new SqlThingGroups(database), clock, random),
            clock);
    this.calls = new TargetCalls("Adit.", access.operations().all());
  }

  /** Where the server is that runs on it; empty: none does, and nobody knows where the next is. */
  private static Optional<AwsAccount> account(Path folder) throws IOException {
    return RunningServer.find(folder)
        .flatMap(server ->
            Optional.ofNullable(server.account())
                .map(account -> new AwsAccount(server.region(), account)));
  }

  /**
   * Opens those of a data folder.
   *
   * @throws StartupException in words for the operator
   */
  public static OwnersAccess open(Path folder) {
    try {
      return new OwnersAccess(folder);
    } catch (DatabaseException | SecretBoxException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StartupException("The data folder " + folder + ": " + e, e);
    }
  }

  /**
   * Makes a call.
   *
   * @param input one JSON object
   * @return the answer, in JSON
   * @throws StartupException in words for the operator
   */
  public String call(String operation, String input) {
    try {
      byte[] members = input.getBytes(UTF_8);
      Supplier<byte[]> call = () -> calls.make(operation, members, OWNER);
      byte[] answer =
          LOOK.matcher(operation).matches()
              ? call.get()
              : notes.change(operation, Json.scalars(members), call);
      return new String(answer, UTF_8);
    } catch (PolicyFault
        | PolicyException
        | ApiException
        | DatabaseException
        | SecretBoxException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
