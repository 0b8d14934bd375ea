package io.adit.server;

import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlSessions;
import io.adit.server.store.SqlUsers;
import io.adit.server.user.FirstCodes;
import io.adit.server.user.KnownBrowsers;
import io.adit.server.user.PasswordHasher;
import io.adit.server.user.Sessions;
import io.adit.server.user.SignInLimits;
import io.adit.server.user.Users;
import java.security.SecureRandom;
import java.time.Clock;

/** What has to do with users. */
record UserParts(Users users, Sessions sessions, FirstCodes codes, KnownBrowsers browsers) {

  /** Makes them out of a database; what must be closed goes to the parts. */
  static UserParts of(
      Database database, SecretBox box, Parts parts, Clock clock, SecureRandom random) {
    var store = new SqlUsers(database);
    var hasher = parts.add(new PasswordHasher(random));
    var browsers = new KnownBrowsers(box, clock);
    var users =
        new Users(store, hasher, new SignInLimits(browsers, random, System::nanoTime), clock);
    return new UserParts(
        users,
        new Sessions(new SqlSessions(database), random, clock),
        new FirstCodes(store, users, hasher, random, clock),
        browsers);
  }
}
