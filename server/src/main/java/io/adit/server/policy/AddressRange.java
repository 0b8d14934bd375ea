package io.adit.server.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses, such as {@code 10.0.0.0/8}.
 *
 * @param address 4 or 16 bytes
 * @param bits how many of them count
 */
record AddressRange(byte[] address, int bits) {
  private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");
  private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** The last is for IPv4 written in IPv6. A zone would make the JDK look for an interface. */
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*[0-9.]*");

  /** One address is a range of one. */
  static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = bytes(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return address.map(bytes -> new AddressRange(bytes, bytes.length * 8));
    }
    String bits = text.substring(slash + 1);
    return address
        .filter(bytes -> BITS.matcher(bits).matches() && Integer.parseInt(bits) <= bytes.length * 8)
        .map(bytes -> new AddressRange(bytes, Integer.parseInt(bits)));
  }

  /** The bytes of an address; empty where it is none, and never looked up by name. */
  static Optional<byte[]> bytes(String text) {
    int zone = text.indexOf('%');
    String plain = zone < 0 ? text : text.substring(0, zone);
    if (!V4.matcher(plain).matches() && !V6.matcher(plain).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(plain).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
