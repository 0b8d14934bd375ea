package io.adit.conformance.devices;

import io.adit.conformance.programs.AditProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.crt.mqtt.QualityOfService;
import software.amazon.awssdk.crt.mqtt5.Mqtt5Client;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions;
import software.amazon.awssdk.crt.mqtt5.OnAttemptingConnectReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionFailureReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionSuccessReturn;
import software.amazon.awssdk.crt.mqtt5.OnDisconnectionReturn;
import software.amazon.awssdk.crt.mqtt5.OnStoppedReturn;
import software.amazon.awssdk.crt.mqtt5.QOS;
import software.amazon.awssdk.crt.mqtt5.packets.SubscribePacket;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;
import software.amazon.awssdk.iot.AwsIotMqttConnectionBuilder;

/** A device written with AWS's IoT Device SDK for Java v2, which has subscribed with QoS 1. */
public final class IotDeviceSdk implements AutoCloseable {
  private static final String HOST = "localhost";
  private static final long PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> told;
  private final Runnable end;

  private IotDeviceSdk(BlockingQueue<String> told, Runnable end) {
    this.told = told;
    this.end = end;
  }

  /** By its client for MQTT 3.1.1. */
  public static IotDeviceSdk mqtt3(AditProcess server, Thing thing, String clientId) {
    var told = new LinkedBlockingQueue<String>();
    try (var builder =
        AwsIotMqttConnectionBuilder.newMtlsBuilder(read(thing.certificate()), read(thing.key()))) {
      var connection =
          builder
              .withCertificateAuthority(read(server.caBundle()))
              .withEndpoint(HOST)
              .withPort(server.mqttPort())
              .withClientId(clientId)
              .withCleanSession(true)
              .build();
      await("it connects", connection.connect());
      await(
          "it subscribes",
          connection.subscribe(
              thing.topic(),
              QualityOfService.AT_LEAST_ONCE,
              message -> told.add(new String(message.getPayload(), StandardCharsets.UTF_8))));
      return new IotDeviceSdk(
          told,
          () -> {
            await("it disconnects", connection.disconnect());
            connection.close();
          });
    }
  }

  /** By its client for MQTT 5. */
  public static IotDeviceSdk mqtt5(AditProcess server, Thing thing) {
    var told = new LinkedBlockingQueue<String>();
    try (var builder =
        AwsIotMqtt5ClientBuilder.newDirectMqttBuilderWithMtlsFromMemory(
            HOST, read(thing.certificate()), read(thing.key()))) {
      var client =
          builder
              .withCertificateAuthority(read(server.caBundle()))
              .withPort((long) server.mqttPort())
              .withLifeCycleEvents(new Unheard())
              .withPublishEvents((_, event) ->
                  told.add(
                      new String(event.getPublishPacket().getPayload(), StandardCharsets.UTF_8)))
              .build();
      client.start();
      // It waits until it is connected.
      var answer =
          await(
              "it subscribes",
              client.subscribe(
                  new SubscribePacket.SubscribePacketBuilder(thing.topic(), QOS.AT_LEAST_ONCE)
                      .build()));
      if (!answer.getReasonCodes().toString().contains("GRANTED_QOS_1")) {
        throw new AssertionError("subscribed with " + answer.getReasonCodes());
      }
      return new IotDeviceSdk(
          told,
          () -> {
            client.stop();
            client.close();
          });
    }
  }

  /** The next message's payload. */
  public String awaitTold() throws InterruptedException {
    var next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came in " + PATIENCE_SECONDS + " seconds");
    }
    return next;
  }

  /** The release that is on the class path, by its file's name. */
  public static String version() {
    var jar = AwsIotMqtt5ClientBuilder.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(jar.getPath()).getFileName().toString().replace(".jar", "");
  }

  @Override
  public void close() {
    end.run();
  }

  /** Without these the SDK prints a stack trace at each event. */
  private static final class Unheard implements Mqtt5ClientOptions.LifecycleEvents {
    @Override
    public void onAttemptingConnect(Mqtt5Client client, OnAttemptingConnectReturn event) {}

    @Override
    public void onConnectionSuccess(Mqtt5Client client, OnConnectionSuccessReturn event) {}

    @Override
    public void onConnectionFailure(Mqtt5Client client, OnConnectionFailureReturn event) {}

    @Override
    public void onDisconnection(Mqtt5Client client, OnDisconnectionReturn event) {}

    @Override
    public void onStopped(Mqtt5Client client, OnStoppedReturn event) {}
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T await(String what, CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("not so: " + what, e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
