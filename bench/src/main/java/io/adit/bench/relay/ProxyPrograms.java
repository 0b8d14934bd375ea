package io.adit.bench.relay;

import io.adit.bench.carry.Generator;
import io.adit.bench.carry.PortSubject;
import io.adit.bench.carry.PortSubject.Running;
import io.adit.bench.carry.PortSubject.TlsEnds;
import io.adit.bench.carry.PortSubject.Way;
import io.adit.bench.carry.Subject;
import io.adit.bench.process.Child;
import io.adit.bench.process.Ports;
import io.adit.bench.process.Programs;
import io.adit.bench.process.SigningAuthority;
import io.adit.bench.process.Sockets;
import io.adit.bench.process.Stage;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Public proxies, set up to carry bytes as cheaply as they can: large buffers, no log, and where
 * they encrypt, on both sides with TLS 1.3 and the cipher that Adit's links have.
 */
final class ProxyPrograms {
  static final String NGINX_TLS = "nginx stream, TLS";

  private static final Duration START = Duration.ofSeconds(20);
  private static final String PROTOCOL = "TLSv1.3";
  private static final String CIPHER = "TLS_AES_128_GCM_SHA256";

  private final Stage stage;
  private final Programs programs;
  private final Generator generator;
  private final Path certificate;
  private final Path both;
  private final TlsEnds tls;

  ProxyPrograms(Stage stage, Programs programs, Generator generator) throws IOException {
    this.stage = stage;
    this.programs = programs;
    this.generator = generator;
    Path folder = stage.newFolder("certificate");
    var authority = new SigningAuthority();
    certificate = Files.writeString(folder.resolve("certificate.pem"), authority.certificatePem());
    Path key = Files.writeString(folder.resolve("key.pem"), authority.keyPem());
    both =
        Files.writeString(
            folder.resolve("both.pem"), authority.certificatePem() + authority.keyPem());
    SslContextBuilder destination = Sockets.tls(certificate, key).protocols(PROTOCOL);
    tls = new TlsEnds(Sockets.tls(certificate).protocols(PROTOCOL).build(), destination.build());
  }

  /**
   * Starts all that are there.
   *
   * @param workers processes or threads that each may have
   */
  List<Subject> start(int workers) throws IOException {
    var all = new ArrayList<Subject>();
    Optional<Path> nginx = programs.find("nginx", "apt-get install nginx libnginx-mod-stream");
    if (nginx.isPresent()) {
      all.add(nginx(nginx.get(), workers, true));
      all.add(nginx(nginx.get(), workers, false));
    }
    Optional<Path> haproxy = programs.find("haproxy", "apt-get install haproxy");
    if (haproxy.isPresent()) {
      all.add(haproxy(haproxy.get(), workers, true));
      all.add(haproxy(haproxy.get(), workers, false));
    }
    Optional<Path> socat = programs.find("socat", "apt-get install socat");
    // It has a process for each connection; what many of them use is too little each to be counted.
    if (socat.isPresent() && workers == 1) {
      all.add(socat(socat.get()));
    }
    return all;
  }

  private Subject nginx(Path program, int workers, boolean encrypted) throws IOException {
    var way = Way.free();
    String config =
        """
        %s
        worker_processes %d;
        pid nginx.pid;
        error_log stderr error;
        events { worker_connections 1024; }
        stream {
          access_log off;
          tcp_nodelay on;
          proxy_buffer_size 256k;
          server {
            listen 127.0.0.1:%d %s
            proxy_pass 127.0.0.1:%d;
          }
        }
        """
            .formatted(
                streamModule(), workers, way.front(), encrypted ? nginxTls() : ";", way.back());
    Path folder = stage.newFolder("nginx");
    Path file = Files.writeString(folder.resolve("nginx.conf"), config);
    return started(
        encrypted ? NGINX_TLS : "nginx stream, plain",
        way,
        encrypted,
        List.of(
            program.toString(),
            "-p",
            folder.toString(),
            "-e",
            "stderr",
            "-c",
            file.toString(),
            "-g",
            "daemon off;"));
  }

  /** Debian has it as a module; elsewhere it is mostly built in. */
  private static String streamModule() {
    return Stream.of("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules")
        .map(folder -> Path.of(folder, "ngx_stream_module.so"))
        .filter(Files::exists)
        .findFirst()
        .map(file -> "load_module " + file + ";")
        .orElse("");
  }

  private String nginxTls() {
    return """
    ssl;
        ssl_certificate %1$s;
        ssl_certificate_key %1$s;
        ssl_protocols %2$s;
        ssl_conf_command Ciphersuites %3$s;
        proxy_ssl on;
        proxy_ssl_protocols %2$s;
        proxy_ssl_conf_command Ciphersuites %3$s;
    """
        .formatted(both, PROTOCOL, CIPHER);
  }

  private Subject haproxy(Path program, int workers, boolean encrypted) throws IOException {
    var way = Way.free();
    String limits = " ssl-min-ver " + PROTOCOL + " ciphersuites " + CIPHER;
    String config =
        """
        global
          nbthread %d
          tune.bufsize 262144
        defaults
          mode tcp
          timeout connect 10s
          timeout client 10m
          timeout server 10m
        listen relay
          bind 127.0.0.1:%d %s
          server destination 127.0.0.1:%d %s
        """
            .formatted(
                workers,
                way.front(),
                encrypted ? "ssl crt " + both + limits : "",
                way.back(),
                encrypted ? "ssl verify required ca-file " + certificate + limits : "");
    Path file = Files.writeString(stage.newFolder("haproxy").resolve("haproxy.cfg"), config);
    return started(
        encrypted ? "haproxy, TLS" : "haproxy, plain",
        way,
        encrypted,
        List.of(program.toString(), "-db", "-f", file.toString()));
  }

  private Subject socat(Path program) throws IOException {
    var way = Way.free();
    return started(
        "socat, plain",
        way,
        false,
        List.of(
            program.toString(),
            "-b",
            "262144",
            "TCP-LISTEN:" + way.front() + ",bind=127.0.0.1,reuseaddr,fork,nodelay",
            "TCP:127.0.0.1:" + way.back() + ",nodelay"));
  }

  private Subject started(String name, Way way, boolean encrypted, List<String> command)
      throws IOException {
    Child child = Child.start(stage, name, Map.of(), command);
    Ports.await(way.front(), child, START);
    return new PortSubject(
        name,
        new Running(List.of(child.pid()), child::close),
        way,
        generator,
        encrypted ? tls : TlsEnds.PLAIN);
  }
}
