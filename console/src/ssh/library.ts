/**
 * All that the console takes from the SSH library. The main module comes first: its parts need each
 * other in a circle, which only that entry unties.
 */
import './globals.ts';
import {
  BaseStream,
  BigInt as SshInteger,
  ChannelOpenMessage,
  ChannelRequestMessage,
  KeyExchangeAlgorithm,
  PublicKeyAlgorithm,
  SshAlgorithms,
  SshAuthenticationType,
  SshClientSession,
  SshDataReader,
  SshDataWriter,
  SshSession,
  SshSessionConfiguration,
} from '@microsoft/dev-tunnels-ssh';
import {
  AuthenticationFailureMessage,
  AuthenticationMessage,
  AuthenticationSuccessMessage,
} from '@microsoft/dev-tunnels-ssh/messages/authenticationMessages.js';
import { KeyExchangeDhReplyMessage, KeyExchangeInitMessage } from '@microsoft/dev-tunnels-ssh/messages/kexMessages.js';
import { ServiceRequestMessage } from '@microsoft/dev-tunnels-ssh/messages/transportMessages.js';
import { ConnectionService } from '@microsoft/dev-tunnels-ssh/services/connectionService.js';
import { KeyExchangeService } from '@microsoft/dev-tunnels-ssh/services/keyExchangeService.js';

export type { KeyPair, SshChannel } from '@microsoft/dev-tunnels-ssh';
export type { KeyExchange } from '@microsoft/dev-tunnels-ssh/algorithms/keyExchangeAlgorithm.js';
export {
  AuthenticationFailureMessage,
  AuthenticationMessage,
  AuthenticationSuccessMessage,
  BaseStream,
  ChannelOpenMessage,
  ChannelRequestMessage,
  ConnectionService,
  KeyExchangeAlgorithm,
  KeyExchangeDhReplyMessage,
  KeyExchangeInitMessage,
  KeyExchangeService,
  PublicKeyAlgorithm,
  ServiceRequestMessage,
  SshAlgorithms,
  SshAuthenticationType,
  SshClientSession,
  SshDataReader,
  SshDataWriter,
  SshInteger,
  SshSession,
  SshSessionConfiguration,
};
