import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { notAllowed } from '../build/licences.ts';

describe('licences of what is bundled', () => {
  it.each(['MIT', 'Apache-2.0', '(GPL-3.0-only OR MIT)', 'MPL-2.0 OR BSD-3-Clause'])('%s may be shipped', (license) => {
    expect(notAllowed(packageWith({ license }))).toBeNull();
  });

  it.each(['GPL-3.0-only', 'MPL-2.0', 'MIT AND GPL-2.0-only', 'UNLICENSED'])('%s is told and may not', (license) => {
    expect(notAllowed(packageWith({ license }))).toBe(`pump: ${license}`);
  });

  it('a package that names none may not', () => {
    expect(notAllowed(packageWith({}))).toBe('pump: no licence');
  });
});

function packageWith(manifest: { license?: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'adit-licence-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'pump', version: '1.0.0', ...manifest }));
  return folder;
}
