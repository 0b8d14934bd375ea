package io.adit.server.thing;

import java.time.Instant;
import java.util.SortedSet;

/** Whose certificate it is. */
public sealed interface DeviceIdentity {

  /**
   * A device that may come in.
   *
   * @param thingNames the things that it is: as a rule one; a certificate may be attached to more
   * @param until when its certificate is over, or the authority's that signed it
   */
  record Known(String certificateId, SortedSet<String> thingNames, Instant until)
      implements DeviceIdentity {
    public boolean isThing(String thingName) {
      return thingNames.contains(thingName);
    }
  }

  /**
   * Nobody who may come in.
   *
   * @param reason for the operator, who reads it in a log; the device need not be told
   */
  record Refused(String certificateId, String reason) implements DeviceIdentity {}
}
