package io.adit.server.console;

import io.adit.server.api.Json;
import io.adit.server.audit.record.AccountRecords;
import io.adit.server.audit.record.AccountRecords.How;
import io.adit.server.auth.Actions;
import io.adit.server.http.ApiResponse;
import io.adit.server.http.RefusalLog;
import io.adit.server.http.Reply;
import io.adit.server.oidc.OidcException;
import io.adit.server.oidc.OidcSignIn;
import io.adit.server.user.Session;
import io.adit.server.user.SignInLimits;
import io.adit.server.user.User;
import io.adit.server.user.UserException;
import io.adit.server.user.UserException.Reason;
import io.adit.server.user.UserStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out, one's own password, and the first administrator. */
final class SignInPages {
  private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);

  private final RefusalLog refusals = new RefusalLog(LOG, System::nanoTime);
  private static final String HOME = "/console/";

  private final ConsoleParts.People people;
  private final AccountRecords records;
  private final ConsoleFacts facts;
  private final @Nullable OidcSignIn oidc;

  private record Credentials(@Nullable String user, @Nullable String password) {}

  private record First(@Nullable String code, @Nullable String user, @Nullable String password) {}

  SignInPages(ConsoleParts.People people, AccountRecords records, ConsoleFacts facts) {
    this.people = people;
    this.records = records;
    this.facts = facts;
    this.oidc = people.oidc();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.of("GET", "session", this::session),
        Endpoint.open("POST", "sign-in", this::signIn),
        Endpoint.open("POST", "sign-out", this::signOut),
        Endpoint.open("POST", "first", this::first),
        Endpoint.of("POST", "password", this::password),
        Endpoint.open("GET", "oidc/start", this::oidcStart),
        Endpoint.open("GET", "oidc/callback", this::oidcCallback));
  }

  /** The answer to who is not signed in, and has to be. */
  ApiResponse needed() {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("error", "SignInNeeded");
    body.put("message", "Sign in first; a session ends after half an hour without use");
    body.put("oidc", oidc());
    return Answers.json(401, Map.of(), Json.writeForPages(body));
  }

  private @Nullable Map<String, String> oidc() {
    return oidc == null
        ? null
        : Map.of("name", oidc.name(), "url", ConsoleApi.PREFIX + "oidc/start");
  }

  private Reply session(Asked asked) {
    Session session = asked.session();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("user", session.user());
    body.put("role", session.role().word());
    body.put("may", Actions.of(asked.caller().policies()).toList());
    body.put("region", facts.account().region());
    body.put("account", facts.account().account());
    body.put("version", facts.version());
    body.put("endpoint", asked.endpoint());
    body.put("oidc", oidc());
    body.put("hasPassword", session.hasPassword());
    return Answers.ok(body);
  }

  private Reply signIn(Asked asked) {
    var credentials = asked.body(Credentials.class);
    String address = asked.request().remoteAddress();
    String name = required("user", credentials.user());
    String password = required("password", credentials.password());
    records.requireWritable();
    try {
      var checked = people.users().signIn(name, password, from(asked));
      records.signedIn(checked.user().name(), How.PASSWORD, asked.origin());
      Reply signedIn = signedIn(asked, checked);
      LOG.info("{} signed in from {}", checked.user().name(), address);
      return signedIn;
    } catch (UserException e) {
      records.refused(named(name), How.PASSWORD, asked.origin(), e.reason().name());
      refusals.add("A sign-in from %s was refused: %s".formatted(address, e.reason()));
      if (e.reason() == Reason.WRONG) {
        throw new ConsoleException(401, "SignInFailed", String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Always a new session, whatever the browser brought: nobody else can know its secret. */
  private Reply signedIn(Asked asked, UserStore.WithHash checked) {
    String secret = people.sessions().open(checked);
    end(asked);
    return Answers.done(
        Cookies.session(secret), Cookies.browser(people.browsers().mark(checked.user())));
  }

  private static SignInLimits.From from(Asked asked) {
    return new SignInLimits.From(
        asked.request().remoteAddress(),
        Cookies.value(asked.request(), Cookies.BROWSER).orElse(null));
  }

  private Reply signOut(Asked asked) {
    end(asked);
    Session session = asked.signedIn();
    if (session != null) {
      records.signedOut(session.user(), asked.origin());
      LOG.info("{} signed out from {}", session.user(), asked.request().remoteAddress());
    }
    return Answers.done(Cookies.noSession());
  }

  private void end(Asked asked) {
    Session session = asked.signedIn();
    if (session != null) {
      people.sessions().end(session);
    }
  }

  private Reply first(Asked asked) {
    var first = asked.body(First.class);
    String code = required("code", first.code());
    String name = required("user", first.user());
    String password = required("password", first.password());
    records.requireWritable();
    var checked = checkedFirst(asked, () -> people.codes().use(code, name, password));
    records.signedIn(checked.user().name(), How.ONE_TIME_LINK, asked.origin());
    LOG.info(
        "{} became an administrator with a one-time link, from {}",
        checked.user().name(),
        asked.request().remoteAddress());
    return signedIn(asked, checked);
  }

  private UserStore.WithHash checkedFirst(Asked asked, Supplier<UserStore.WithHash> use) {
    try {
      return use.get();
    } catch (UserException e) {
      records.refused(null, How.ONE_TIME_LINK, asked.origin(), e.reason().name());
      throw e;
    }
  }

  /** What somebody typed into the wrong field must not be written down: it may be a password. */
  private @Nullable String named(String name) {
    return people.users().list().stream().anyMatch(user -> user.name().equals(User.canonical(name)))
        ? User.canonical(name)
        : null;
  }

  private Reply password(Asked asked) {
    Session session = asked.session();
    if (!session.hasPassword()) {
      throw new ConsoleException(
          409, "NoPassword", "Your password is kept where you signed in, not here");
    }
    Map<?, ?> change = asked.body(Map.class);
    String before = required("old", change.get("old") instanceof String old ? old : null);
    String after = required("new", change.get("new") instanceof String given ? given : null);
    var _ =
        records.change(
            session.user(),
            asked.origin(),
            new AccountRecords.Change("ChangePassword", Map.of("user", session.user())),
            () -> {
              people.users().changePassword(session.user(), before, after, from(asked));
              people.sessions().endOthers(session);
              return session;
            });
    LOG.info("{} changed the password, from {}", session.user(), asked.request().remoteAddress());
    return Answers.done();
  }

  private Reply oidcStart(Asked asked) {
    try {
      OidcSignIn.Started started = provider().start(redirectUri(asked));
      return Answers.elsewhere(
          302, started.url(), Cookies.oidc(started.secret(), OidcSignIn.LIFETIME));
    } catch (OidcException e) {
      return oidcFailed(e);
    }
  }

  private Reply oidcCallback(Asked asked) {
    try {
      var back =
          new OidcSignIn.Back(
              redirectUri(asked),
              Cookies.value(asked.request(), Cookies.OIDC).orElse(null),
              asked.parameter("state"),
              asked.parameter("code"),
              asked.parameter("error"));
      records.requireWritable();
      OidcSignIn.Identity identity = provider().finish(back);
      records.signedIn(identity.user(), How.PROVIDER, asked.origin());
      end(asked);
      LOG.info("{} signed in from {}", identity.user(), asked.request().remoteAddress());
      return Answers.elsewhere(
          302,
          HOME,
          Cookies.session(people.sessions().open(identity.user(), identity.role())),
          Cookies.noOidc());
    } catch (OidcException e) {
      records.refused(null, How.PROVIDER, asked.origin(), e.reason().name());
      return oidcFailed(e);
    }
  }

  private static Reply oidcFailed(OidcException e) {
    LOG.warn("A sign-in by OpenID Connect failed: {}", e.getMessage());
    // A fragment: it is sent to no server, and written to no log.
    return Answers.elsewhere(302, HOME + "#/sign-in?failed=" + e.reason().word(), Cookies.noOidc());
  }

  private OidcSignIn provider() {
    if (oidc == null) {
      throw ConsoleException.notFound("This server has no provider of identities");
    }
    return oidc;
  }

  private static String redirectUri(Asked asked) {
    String host = asked.request().header("host").orElse("");
    return "https://" + host + ConsoleApi.PREFIX + "oidc/callback";
  }

  static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw ConsoleException.badInput("The body needs '" + name + "'");
    }
    return value;
  }
}
