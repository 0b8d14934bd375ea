import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/sshd/**'],
    setupFiles: ['test/browser.ts'],
    testTimeout: 10_000,
  },
});
