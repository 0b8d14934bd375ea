import { useSyncExternalStore } from 'react';

/** Where in the console somebody is; held in the part of the address behind `#`. */
export type Route =
  | { page: 'tunnels' }
  | { page: 'create'; thing: string | null; from: string | null; quick: boolean }
  | { page: 'tunnel'; id: string }
  | { page: 'connect'; id: string; service: string }
  | { page: 'things' }
  | { page: 'thing'; name: string }
  | { page: 'users' }
  | { page: 'audit' }
  | { page: 'password' }
  | { page: 'sign-in'; failed: string | null }
  | { page: 'first'; code: string }
  | { page: 'unknown' };

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').map(decoded);
  const asked = new URLSearchParams(search);
  const [first = '', second, third, fourth] = parts;
  switch (first) {
    case '':
    case 'tunnelhub':
      return { page: 'tunnels' };
    case 'tunnels':
      if (second === undefined) {
        return { page: 'tunnels' };
      }
      if (second === 'create') {
        return { page: 'create', thing: asked.get('thing'), from: asked.get('from'), quick: asked.has('quick') };
      }
      return third === 'connect'
        ? { page: 'connect', id: second, service: fourth ?? '' }
        : { page: 'tunnel', id: second };
    case 'things':
      return second === undefined ? { page: 'things' } : { page: 'thing', name: second };
    case 'users':
    case 'audit':
    case 'password':
      return { page: first };
    case 'sign-in':
      return { page: first, failed: asked.get('failed') };
    case 'first':
      return { page: 'first', code: second ?? '' };
    default:
      return { page: 'unknown' };
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const part = encodeURIComponent;

export const to = {
  tunnels: '#/tunnels',
  create: '#/tunnels/create',
  createFor: (thing: string) => `#/tunnels/create?thing=${part(thing)}`,
  duplicate: (id: string) => `#/tunnels/create?from=${part(id)}`,
  tunnel: (id: string) => `#/tunnels/${part(id)}`,
  connect: (id: string, service: string) => `#/tunnels/${part(id)}/connect/${part(service)}`,
  things: '#/things',
  thing: (name: string) => `#/things/${part(name)}`,
  users: '#/users',
  audit: '#/audit',
  password: '#/password',
  signIn: '#/sign-in',
};

export function go(hash: string): void {
  window.location.hash = hash;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

const hash = () => window.location.hash;

export function useRoute(): Route {
  return parse(useSyncExternalStore(subscribe, hash));
}
