package io.adit.models.story;

import static io.adit.models.story.TunnelScript.close;
import static io.adit.models.story.TunnelScript.life;
import static io.adit.models.story.TunnelScript.lives;
import static io.adit.models.story.TunnelScript.open;
import static io.adit.models.story.TunnelScript.replace;
import static io.adit.models.story.TunnelScript.send;
import static io.adit.models.story.TunnelScript.together;

import io.adit.models.client.ClientVersion;
import io.adit.wire.Side;
import io.adit.wire.WireLimits;
import java.util.List;
import java.util.Optional;

/** What a pair of clients is asked to do, in a tunnel with these services. */
public record Story(String title, List<String> services, TunnelScript script) {
  /** Bytes in a message of the largest size and a small one. */
  private static final int LARGE = WireLimits.MAX_PAYLOAD_BYTES + 1;

  private static final int COPY = 200 * 1024;

  /** The stories of the published tables, in their order. */
  public static final List<Story> ALL =
      List.of(
          new Story(
              "Three connections, one after the other, closed by the source; three more, closed by"
                  + " the destination",
              List.of("SSH"),
              threeAndThree("SSH")),
          new Story("The same in a tunnel without services", List.of(), threeAndThree("")),
          new Story("Two services at the same time", List.of("SSH", "HTTP"), twoServices()),
          new Story(
              "The source is replaced while both sides send",
              List.of("SSH"),
              interrupted(Side.SOURCE)),
          new Story(
              "The destination is replaced while both sides send",
              List.of("SSH"),
              interrupted(Side.DESTINATION)),
          new Story("Closed while idle, by either side", List.of("SSH"), closedIdle()),
          new Story(
              "Closed while copying, by either side: all that the closing side sent arrives",
              List.of("SSH"),
              closedCopying()));

  /** Whether there are words for it in what the two speak. */
  public boolean isFor(ClientVersion source, ClientVersion destination) {
    return services.size() < 2 || (source.namesServices() && destination.namesServices());
  }

  /** Plays it; says what did not come about, or nothing. */
  public Optional<String> play(StoryTunnel tunnel) {
    return new ScriptPlayer(tunnel).play(script);
  }

  private static TunnelScript threeAndThree(String service) {
    return lives(3, service, Side.SOURCE).then(lives(3, service, Side.DESTINATION));
  }

  private static TunnelScript twoServices() {
    return TunnelScript.of(
            open("shell", "SSH"),
            open("page", "HTTP"),
            send(Side.SOURCE, "shell", 1),
            send(Side.SOURCE, "page", 300),
            send(Side.DESTINATION, "page", LARGE),
            close(Side.SOURCE, "page"),
            send(Side.DESTINATION, "shell", 300))
        .then(life("page again", "HTTP", Side.DESTINATION))
        .then(TunnelScript.of(send(Side.SOURCE, "shell", LARGE), close(Side.DESTINATION, "shell")));
  }

  private static TunnelScript interrupted(Side replaced) {
    return life("before", "SSH", Side.SOURCE)
        .then(
            TunnelScript.of(
                open("interrupted", "SSH"),
                together(
                    send(Side.SOURCE, "interrupted", COPY),
                    send(Side.DESTINATION, "interrupted", COPY),
                    replace(replaced))))
        .then(lives(2, "SSH", Side.SOURCE));
  }

  private static TunnelScript closedIdle() {
    return TunnelScript.of(
            open("a", "SSH"),
            close(Side.SOURCE, "a"),
            open("b", "SSH"),
            close(Side.DESTINATION, "b"))
        .then(life("after", "SSH", Side.SOURCE));
  }

  private static TunnelScript closedCopying() {
    return TunnelScript.of(
            open("upload", "SSH"),
            together(
                send(Side.SOURCE, "upload", COPY),
                send(Side.DESTINATION, "upload", COPY),
                close(Side.SOURCE, "upload")),
            open("download", "SSH"),
            together(
                send(Side.SOURCE, "download", COPY),
                send(Side.DESTINATION, "download", COPY),
                close(Side.DESTINATION, "download")))
        .then(life("after", "SSH", Side.SOURCE));
  }

  @Override
  public String toString() {
    return title;
  }
}
