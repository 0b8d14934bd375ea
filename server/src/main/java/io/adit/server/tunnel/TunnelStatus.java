package io.adit.server.tunnel;

/** Whether a tunnel may be used. A closed tunnel is never opened again. */
public enum TunnelStatus {
  OPEN,
  CLOSED
}
