import { defineConfig } from 'vitest/config';

/** `npm run test:web`: one service, one hospital and one Chromium for all files, one file after another. */
export default defineConfig({
  test: {
    include: ['test/web/**/*.test.ts'],
    globalSetup: 'test/web/ward.ts',
    testTimeout: 240_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    maxWorkers: 1,
    // A browser on a loaded machine may miss a beat; what fails twice is a fault.
    retry: Number(process.env.VIGIE_WEB_RETRY ?? 1),
  },
});
