import { Buffer } from 'buffer';

/** What the SSH library takes for granted, since it was written for Node.js. Imported before it. */
const world = globalThis as unknown as { Buffer?: unknown; global?: unknown };
world.Buffer ??= Buffer;
world.global ??= globalThis;
