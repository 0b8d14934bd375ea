package io.adit.server.console;

import io.adit.server.api.NamedCalls;
import io.adit.server.api.Subjects;
import io.adit.server.audit.read.AuditReader;
import io.adit.server.audit.record.AccountRecords;
import io.adit.server.diagnosis.LiveTunnels;
import io.adit.server.history.TunnelHistory;
import io.adit.server.oidc.OidcSignIn;
import io.adit.server.principal.Principals;
import io.adit.server.thing.Presence;
import io.adit.server.thing.ThingSearch;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.tunnel.TunnelSearch;
import io.adit.server.user.FirstCodes;
import io.adit.server.user.KnownBrowsers;
import io.adit.server.user.Sessions;
import io.adit.server.user.Users;
import org.jspecify.annotations.Nullable;

/** What a console is made of. */
public record ConsoleParts(
    NamedCalls calls,
    People people,
    Tunnels tunnels,
    Things things,
    Audit audit,
    ConsoleFacts facts) {

  /**
   * Who may sign in, and who is.
   *
   * @param principals what they may do
   * @param oidc null: there is no provider of identities
   */
  public record People(
      Users users,
      Sessions sessions,
      FirstCodes codes,
      KnownBrowsers browsers,
      Principals principals,
      @Nullable OidcSignIn oidc) {}

  /** Who knows what of tunnels. */
  public record Tunnels(
      TunnelRegistry registry,
      TunnelSearch search,
      LiveTunnels live,
      TunnelHistory history,
      Subjects subjects) {}

  /**
   * Who knows what of things.
   *
   * @param presence null: it is not known which devices are there
   */
  public record Things(ThingSearch search, @Nullable Presence presence) {}

  /** Where what people do is written down, and where it is read. */
  public record Audit(AccountRecords accounts, AuditReader reader) {}
}
