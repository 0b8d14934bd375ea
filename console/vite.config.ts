import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fonts } from './build/fonts.ts';
import { licences } from './build/licences.ts';
import { precompress } from './build/precompress.ts';
import { mock } from './mock/mock.ts';

const inTree = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What the SSH library asks for and a browser does not have. */
const sshAliases = [
  { find: /^vscode-jsonrpc$/, replacement: inTree('./src/ssh/jsonrpc.ts') },
  { find: /^diffie-hellman$/, replacement: inTree('./src/ssh/absent.ts') },
  { find: /^\.\/node\/[a-zA-Z]+$/, replacement: inTree('./src/ssh/absent.ts') },
];

const BASE = '/console/';

export default defineConfig(({ mode }) => ({
  base: BASE,
  plugins: [react(), licences(), fonts(BASE), precompress(), ...(mode === 'mock' ? [mock()] : [])],
  resolve: {
    alias: [
      ...sshAliases,
      { find: /^(crypto|fs|net|stream)$/, replacement: inTree('./src/ssh/absent.ts') },
      { find: /^buffer$/, replacement: inTree('./node_modules/buffer/index.js') },
    ],
  },
  build: {
    outDir: 'target/dist',
    emptyOutDir: true,
    target: 'es2023',
    // Fonts and pictures as files: the content security policy has no data: for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    sourcemap: false,
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: false },
}));
