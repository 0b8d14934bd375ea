package io.adit.conformance.programs;

import java.util.ArrayList;
import java.util.List;

/** The command {@code curl}, without the configuration of this user. */
public final class Curl {
  private static final String GET = "apt-get install curl";

  private Curl() {}

  public static Finished run(Within limit, String... arguments) {
    var all = new ArrayList<>(List.of("--disable", "--silent", "--show-error"));
    all.addAll(List.of(arguments));
    return Program.run(Program.require("curl", GET), limit, all.toArray(String[]::new));
  }

  public static String version() {
    var first = run(Within.seconds(20), "--version").succeeded().out().lines().findFirst();
    return first.orElseThrow().replaceAll("^curl (\\S+).*", "curl/$1");
  }
}
