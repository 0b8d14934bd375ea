package io.adit.cli.api;

import io.adit.cli.CommandFailedException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.IotClientBuilder;
import software.amazon.awssdk.services.iot.model.CertificateDescription;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.CreateCertificateFromCsrResponse;
import software.amazon.awssdk.services.iot.model.CreateThingResponse;
import software.amazon.awssdk.services.iot.model.DescribeThingResponse;
import software.amazon.awssdk.services.iot.model.ListThingPrincipalsResponse;
import software.amazon.awssdk.services.iot.model.ListThingsResponse;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.ThingAttribute;

/**
 * The registry of things and their certificates: the operations of AWS IoT, which Adit has too.
 * Every failure is a {@link CommandFailedException} with words for the user. Any thread may call.
 */
public final class Things implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration ATTEMPT = Duration.ofSeconds(10);
  private static final int PAGE = 100;

  private final ApiAccess access;
  private final URI endpoint;
  private final IotClient client;

  /**
   * @param environment whose {@code AWS_ENDPOINT_URL_IOT} counts before the endpoint of tunnels
   */
  public Things(ApiAccess access, Map<String, String> environment) {
    this.access = access;
    this.endpoint =
        ApiAccess.first(environment.get("AWS_ENDPOINT_URL_IOT"))
            .map(URI::create)
            .orElse(access.endpoint());
    IotClientBuilder builder =
        IotClient.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(access.keys())
            .overrideConfiguration(all -> all.apiCallTimeout(PATIENCE))
            .httpClientBuilder(TunnelApi.http(access, ATTEMPT));
    if (!access.isAws()) {
      builder.endpointOverride(endpoint); // AWS has another host for each service
    }
    this.client = builder.build();
  }

  /** Where the calls go. */
  public ApiAccess access() {
    return access;
  }

  /** Registers a thing. */
  public ThingFacts create(String name, Map<String, String> labels) {
    CreateThingResponse created =
        call(api ->
            api.createThing(
                thing -> thing.thingName(name).attributePayload(to -> to.attributes(labels))));
    return new ThingFacts(created.thingName(), created.thingArn(), labels, 1);
  }

  /** A thing, and empty where the service does not know it. */
  public Optional<ThingFacts> find(String name) {
    try {
      DescribeThingResponse found = client.describeThing(thing -> thing.thingName(name));
      return Optional.of(
          new ThingFacts(found.thingName(), found.thingArn(), found.attributes(), found.version()));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw ApiFailure.of(endpoint, e);
    }
  }

  /** A thing that must be there. */
  public ThingFacts describe(String name) {
    return find(name)
        .orElseThrow(() ->
            new CommandFailedException(
                "there is no thing '" + name + "'; 'adit thing list' shows those that are there"));
  }

  /**
   * Things by name, over all pages.
   *
   * @param label the name of a label that they have; null: all things
   * @param value what its value is
   */
  public List<ThingFacts> list(@Nullable String label, @Nullable String value) {
    var found = new ArrayList<ThingFacts>();
    String next = null;
    do {
      String token = next;
      ListThingsResponse page =
          call(api ->
              api.listThings(request ->
                  request
                      .attributeName(label)
                      .attributeValue(value)
                      .maxResults(PAGE)
                      .nextToken(token)));
      page.things().stream().map(Things::facts).forEach(found::add);
      next = page.nextToken();
    } while (next != null && !next.isEmpty());
    return found;
  }

  /** Forgets a thing that no certificate speaks for. */
  public void delete(String name) {
    var _ = call(api -> api.deleteThing(thing -> thing.thingName(name)));
  }

  /** The ARNs of a thing's certificates. */
  public List<String> certificatesOf(String name) {
    var found = new ArrayList<String>();
    String next = null;
    do {
      String token = next;
      ListThingPrincipalsResponse page =
          call(api ->
              api.listThingPrincipals(
                  request -> request.thingName(name).maxResults(PAGE).nextToken(token)));
      found.addAll(page.principals());
      next = page.nextToken();
    } while (next != null && !next.isEmpty());
    return found;
  }

  /** What is known of a certificate. */
  public DeviceCertificate certificate(String arn) {
    CertificateDescription found =
        call(api -> api.describeCertificate(one -> one.certificateId(idOf(arn))))
            .certificateDescription();
    Instant notAfter = found.validity() == null ? Instant.MAX : found.validity().notAfter();
    return new DeviceCertificate(
        found.certificateId(),
        found.statusAsString(),
        notAfter,
        ApiAccess.first(found.caCertificateId()));
  }

  /** Whether a certificate speaks for another thing too. */
  public boolean isShared(String arn) {
    return call(api -> api.listPrincipalThings(request -> request.principal(arn))).things().size()
        > 1;
  }

  /** Has the service sign a request for a certificate, which counts at once. */
  public IssuedCertificate issue(String signingRequest) {
    CreateCertificateFromCsrResponse issued =
        call(api ->
            api.createCertificateFromCsr(
                request -> request.certificateSigningRequest(signingRequest).setAsActive(true)));
    return new IssuedCertificate(
        issued.certificateId(), issued.certificateArn(), issued.certificatePem());
  }

  /** Lets a certificate speak for a thing. */
  public void attach(String name, String arn) {
    var _ = call(api -> api.attachThingPrincipal(to -> to.thingName(name).principal(arn)));
  }

  public void detach(String name, String arn) {
    var _ = call(api -> api.detachThingPrincipal(from -> from.thingName(name).principal(arn)));
  }

  /** Lets a certificate's device in no more, for now. */
  public void deactivate(String arn) {
    setStatus(arn, CertificateStatus.INACTIVE);
  }

  /** Lets a certificate's device in no more, for good. */
  public void revoke(String arn) {
    setStatus(arn, CertificateStatus.REVOKED);
  }

  /** Forgets a certificate that is not active and speaks for nothing. */
  public void deleteCertificate(String arn) {
    var _ = call(api -> api.deleteCertificate(one -> one.certificateId(idOf(arn))));
  }

  /**
   * Where devices find something.
   *
   * @param type such as {@code iot:Data-ATS}; Adit has {@code adit:Mqtt} and {@code adit:Tunnels}
   */
  public String endpoint(String type) {
    return call(api -> api.describeEndpoint(request -> request.endpointType(type)))
        .endpointAddress();
  }

  @Override
  public void close() {
    client.close();
  }

  /** A certificate's id is the last part of its ARN. */
  public static String idOf(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private void setStatus(String arn, CertificateStatus status) {
    var _ =
        call(api -> api.updateCertificate(one -> one.certificateId(idOf(arn)).newStatus(status)));
  }

  private <T> T call(Function<IotClient, T> operation) {
    try {
      return operation.apply(client);
    } catch (SdkException e) {
      throw ApiFailure.of(endpoint, e);
    }
  }

  private static ThingFacts facts(ThingAttribute thing) {
    return new ThingFacts(thing.thingName(), thing.thingArn(), thing.attributes(), thing.version());
  }
}
