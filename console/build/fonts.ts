import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const FONT = /url\(["']?data:font\/(woff2?);base64,([A-Za-z0-9+/=]+)["']?\)/g;

/** Takes fonts out of style sheets into files: the content security policy lets fonts come from files only. */
export function fonts(base: string): Plugin {
  return {
    name: 'fonts',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) {
          continue;
        }
        const css = typeof file.source === 'string' ? file.source : Buffer.from(file.source).toString();
        file.source = css.replace(FONT, (_found, kind: string, content: string) => {
          const bytes = Buffer.from(content, 'base64');
          const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 8);
          const fileName = `assets/font-${hash}.${kind}`;
          this.emitFile({ type: 'asset', fileName, source: bytes });
          return `url(${base}${fileName})`;
        });
      }
    },
  };
}
