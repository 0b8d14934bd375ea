import { defineConfig } from 'vitest/config';
import { sshAliases } from './vite.config.ts';

export default defineConfig({
  resolve: { alias: sshAliases },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/sshd/**'],
    setupFiles: ['test/browser.ts'],
    testTimeout: 10_000,
    server: { deps: { inline: [/dev-tunnels-ssh/, /vscode-jsonrpc/] } },
  },
});
