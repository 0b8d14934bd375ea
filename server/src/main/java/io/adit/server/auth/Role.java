package io.adit.server.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user of the console may do. */
public enum Role {
  /** Everything. */
  ADMINISTRATOR {
    @Override
    public boolean may(String action) {
      return true;
    }
  },

  /** Everything but what concerns users, and what they all did. */
  OPERATOR {
    @Override
    public boolean may(String action) {
      return !action.equals(Actions.MANAGE_USERS) && !action.equals(Actions.LIST_AUDIT_RECORDS);
    }
  },

  /** Look, and change nothing. */
  VIEWER {
    @Override
    public boolean may(String action) {
      return Actions.isLook(action);
    }
  };

  /** Whether it includes an action, as {@link Actions} names it. */
  public abstract boolean may(String action);

  /** As requests and settings spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of a word. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
