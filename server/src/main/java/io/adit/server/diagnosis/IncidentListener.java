package io.adit.server.diagnosis;

/** Hears of incidents; on event loops too, so it must not block or throw. */
public interface IncidentListener {
  void onIncident(String tunnelId, Incident incident);
}
