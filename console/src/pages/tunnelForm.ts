import { tagFaults } from '../parts/tags';
import type { OpenTunnelInput } from '../service/service';
import type { Tag, TunnelRow } from '../service/types';

/** What the forms of "Create tunnel" hold. */
export interface TunnelForm {
  method: 'quick' | 'manual';
  description: string;
  lifetime: string;
  tags: Tag[];
  services: string[];
  thing: string;
}

export type FormFault = 'thingRequired' | 'thingBad' | 'serviceBad' | 'serviceTwice' | 'servicesNeeded' | 'descriptionBad' | 'lifetimeBad' | 'tags';

const NAME = /^[a-zA-Z0-9:_-]{1,128}$/;
const LONGEST_LIFETIME = 720;

export function emptyForm(thing: string): TunnelForm {
  return { method: 'quick', description: '', lifetime: String(LONGEST_LIFETIME), tags: [], services: ['SSH'], thing };
}

/** The form that makes another tunnel like this one. */
export function formLike(tunnel: TunnelRow): TunnelForm {
  const minutes = Math.round((Date.parse(tunnel.expiresAt) - Date.parse(tunnel.createdAt)) / 60_000);
  return {
    method: 'manual',
    description: tunnel.description ?? '',
    lifetime: String(Math.min(LONGEST_LIFETIME, Math.max(1, minutes || LONGEST_LIFETIME))),
    tags: tunnel.tags.filter((tag) => !tag.key.toLowerCase().startsWith('aws:')),
    services: tunnel.services,
    thing: tunnel.thingName ?? '',
  };
}

/** All that is wrong with it; the service checks the same again. */
export function faults(form: TunnelForm): Set<FormFault> {
  const found = new Set<FormFault>();
  if (form.thing && !NAME.test(form.thing)) {
    found.add('thingBad');
  }
  if (form.method === 'quick') {
    if (!form.thing) {
      found.add('thingRequired');
    }
    return found;
  }
  if (form.thing && form.services.length === 0) {
    found.add('servicesNeeded');
  }
  if (form.services.some((service) => !NAME.test(service))) {
    found.add('serviceBad');
  }
  if (new Set(form.services).size < form.services.length) {
    found.add('serviceTwice');
  }
  if (form.description.length > 2048 || /\p{C}/u.test(form.description)) {
    found.add('descriptionBad');
  }
  const minutes = Number(form.lifetime);
  if (!/^\d+$/.test(form.lifetime.trim()) || minutes < 1 || minutes > LONGEST_LIFETIME) {
    found.add('lifetimeBad');
  }
  if (tagFaults(form.tags).some((fault) => fault !== null)) {
    found.add('tags');
  }
  return found;
}

/** What OpenTunnel is asked for. */
export function openInput(form: TunnelForm): OpenTunnelInput {
  if (form.method === 'quick') {
    return { destinationConfig: { thingName: form.thing, services: ['SSH'] } };
  }
  return {
    description: form.description || undefined,
    tags: form.tags.length > 0 ? form.tags : undefined,
    destinationConfig:
      form.services.length > 0 ? { thingName: form.thing || undefined, services: form.services } : undefined,
    timeoutConfig: { maxLifetimeTimeoutMinutes: Number(form.lifetime) },
  };
}
