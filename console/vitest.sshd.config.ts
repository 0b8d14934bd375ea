import { defineConfig } from 'vitest/config';

/** Against OpenSSH's sshd, which must be installed; `npm test` does without. */
export default defineConfig({
  test: {
    include: ['test/sshd/**/*.test.ts'],
    setupFiles: ['test/browser.ts'],
    testTimeout: 60_000,
    hookTimeout: 30_000,
  },
});
