package io.adit.server.diagnosis;

/** The data plane, to be asked what it knows of a tunnel. */
public interface LiveTunnels {
  /** The tunnel as it is now, also one without links or that nobody knows; blocks for a moment. */
  TunnelView view(String tunnelId);
}
