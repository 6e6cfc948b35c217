// The unit tests: built like the views, in a simulated browser.
import { defineConfig, mergeConfig } from 'vitest/config';
import views from './vite.config';

export default defineConfig(async (environment) =>
  mergeConfig(await views(environment), {
    resolve: { conditions: ['browser'] },
    // A limit for what hangs, not for what is slow beside other work.
    test: { environment: 'jsdom', include: ['src/**/*.test.ts'], testTimeout: 60_000 },
  }),
);
