/** What the server answers. Times are ISO 8601. */

export type Side = 'source' | 'destination';
export type ClientMode = 'SOURCE' | 'DESTINATION' | 'ALL';
export type TunnelStatus = 'OPEN' | 'CLOSED';

export interface Tag {
  key: string;
  value: string;
}

export interface SideState {
  status: 'CONNECTED' | 'DISCONNECTED';
  since?: string | null;
  client?: string | null;
  dialect?: string | null;
}

export interface TunnelRow {
  tunnelId: string;
  tunnelArn: string;
  status: TunnelStatus;
  description?: string | null;
  thingName?: string | null;
  services: string[];
  tags: Tag[];
  createdAt: string;
  lastUpdatedAt: string;
  expiresAt: string;
  closedAt?: string | null;
  source: SideState;
  destination: SideState;
  bytesFromSource: number;
  bytesFromDestination: number;
  openConnections: number;
}

export interface Finding {
  severity: 'PROBLEM' | 'NOTICE' | 'FINE';
  code: string;
  what: string;
  next: string;
  command: string;
}

export interface DiagnosedLink {
  remoteAddress: string;
  userAgent: string;
  subprotocol: string;
  dialect?: string | null;
  bytesReceived: number;
  bytesSent: number;
  unsentBytes: number;
}

export interface Diagnosis {
  examinedAt: string;
  healthy: boolean;
  findings: Finding[];
  source: { status: string; since?: string | null; link?: DiagnosedLink | null };
  destination: { status: string; since?: string | null; link?: DiagnosedLink | null };
}

export interface HistoryEntry {
  at: string;
  what: string;
  side?: string | null;
  detail?: string | null;
  /** How often, in the same words, and when it was last. */
  times?: number;
  lastAt?: string | null;
}

export interface TunnelDetails extends TunnelRow {
  diagnosis?: Diagnosis | null;
  history: HistoryEntry[];
}

export interface ThingRow {
  thingName: string;
  attributes: Record<string, string>;
  version: number;
  connected: boolean | null;
  certificates: number;
  activeCertificates: number;
  openTunnels: number;
}

export interface Certificate {
  certificateId: string;
  certificateArn: string;
  status: 'ACTIVE' | 'INACTIVE' | 'REVOKED' | string;
  creationDate?: string | number | null;
  validity?: { notBefore?: string | number; notAfter?: string | number } | null;
}

export interface Session {
  user: string;
  role: 'administrator' | 'operator' | 'viewer' | 'none';
  may: string[];
  region: string;
  account: string;
  version: string;
  endpoint: string;
}

export interface Oidc {
  name: string;
  url: string;
}

export interface User {
  user: string;
  role: Session['role'];
}

export interface Tokens {
  tunnelId: string;
  sourceAccessToken?: string;
  destinationAccessToken?: string;
}

export interface DestinationConfig {
  thingName?: string;
  services: string[];
}

/** A record of the audit log; it has more members than these. */
export interface AuditRecord {
  seq: number;
  at: string;
  event: string;
  user?: string;
  claimedUser?: string;
  operation?: string;
  tunnelId?: string;
  thing?: string;
  address?: string;
  source?: { address: string };
  outcome?: string;
  error?: string;
  reason?: string;
  bytesFromSource?: number;
  bytesFromDestination?: number;
}

export interface AuditFilter {
  user?: string;
  tunnel?: string;
  thing?: string;
  event?: string;
}
