package io.adit.server.tunnel;

/** Why a tunnel closed. */
public enum CloseCause {
  REQUESTED,
  EXPIRED
}
