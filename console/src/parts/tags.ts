import type { Tag } from '../service/types';

/** The rules that the service has for tags. */
const PATTERN = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const MAX_TAGS = 50;

export type TagFault = 'keyBad' | 'reserved' | 'twice' | 'valueBad';

export function tagFaults(tags: Tag[]): (TagFault | null)[] {
  return tags.map((tag, index) => {
    if (tag.key.length < 1 || tag.key.length > 128 || !PATTERN.test(tag.key)) {
      return 'keyBad';
    }
    if (tag.key.toLowerCase().startsWith('aws:')) {
      return 'reserved';
    }
    if (tags.findIndex((other) => other.key === tag.key) !== index) {
      return 'twice';
    }
    return tag.value.length > 256 || !PATTERN.test(tag.value) ? 'valueBad' : null;
  });
}

/** What must be told to the service so that it has the new tags instead of the old ones. */
export function tagChanges(old: Tag[], now: Tag[]): { set: Tag[]; removed: string[] } {
  const before = new Map(old.map((tag) => [tag.key, tag.value]));
  const after = new Set(now.map((tag) => tag.key));
  return {
    set: now.filter((tag) => before.get(tag.key) !== tag.value),
    removed: old.filter((tag) => !after.has(tag.key)).map((tag) => tag.key),
  };
}
