package io.adit.server.console;

import io.adit.server.api.AwsAccount;
import org.jspecify.annotations.Nullable;

/**
 * What pages are told of the server.
 *
 * @param mqttPort where devices hear of tunnels; null: not here
 * @param caPem what devices must trust; null: what every device trusts
 */
public record ConsoleFacts(
    AwsAccount account, String version, @Nullable Integer mqttPort, @Nullable String caPem) {}
