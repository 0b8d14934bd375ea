import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Plugin } from 'vite';

const FILES = /^(licen[cs]e|notice|copying|third[-_]party[-_]licenses)(\.|$)/i;

/** What may be shipped, as SPDX spells it; docs/operations.md, "Licences". */
const ALLOWED = new Set(['Apache-2.0', 'MIT', 'MIT-0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'ISC', 'OFL-1.1', 'Unlicense']);

/**
 * Writes licences.txt: every package that went into the bundle, with the licence it came with. Fails for one that may
 * not be shipped.
 */
export function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle() {
      const folders = new Set<string>();
      for (const id of this.getModuleIds()) {
        const folder = packageFolder(id.split('?')[0]!.replace(/^\0/, ''));
        if (folder) {
          folders.add(folder);
        }
      }
      const others = [...folders].map(notAllowed).filter((problem) => problem !== null);
      if (others.length > 0) {
        this.error(`These packages may not be shipped; allowed are ${[...ALLOWED].join(', ')}:\n${others.join('\n')}`);
      }
      const texts = [...folders].map(describe).sort((a, b) => (a < b ? -1 : 1));
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: HEAD + texts.join(RULE) });
    },
  };
}

const HEAD = 'The Adit console is made with these packages.\n\n';
const RULE = `\n${'-'.repeat(78)}\n\n`;

/** The innermost package that a file belongs to. */
function packageFolder(file: string): string | null {
  const mark = `${sep}node_modules${sep}`;
  if (!file.includes(mark)) {
    return null;
  }
  for (let folder = dirname(file); folder.includes(mark); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { version?: string }).version) {
      return folder;
    }
  }
  return null;
}

/** A line that names a package and its licence; null where that is allowed. "A OR B" leaves the choice to us. */
export function notAllowed(folder: string): string | null {
  const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    license?: string;
  };
  const choices = (license ?? '').replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.some((choice) => ALLOWED.has(choice)) ? null : `${name}: ${license ?? 'no licence'}`;
}

function describe(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
    author?: string | { name?: string };
  };
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  const found = readdirSync(folder)
    .filter((file) => FILES.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const title = `${manifest.name} ${manifest.version}\nLicence: ${manifest.license ?? 'see below'}${author ? `\nBy: ${author}` : ''}`;
  return [title, ...found].join('\n\n') + '\n';
}
