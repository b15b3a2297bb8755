/**
 * How the tests run. One folder per kind of test; no retries but for the bars, and an unhandled rejection fails the run
 * (vitest's default). The bars measure a running gateway, so they have the machine to themselves after all the others,
 * three at a time: they wait more than they work, as many tests do.
 */
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Hundreds of processes load the same modules; each is compiled once. Node tells by its content when one has changed.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node-compile')

const BARS = 'test/whole/bars.test.ts'
const KINDS = [
  'guards',
  'unit',
  'client',
  'contract',
  'graph',
  'journeys',
  'sandbox',
  'server',
  'doctor',
  'deploy',
  'whole',
]

export default defineConfig({
  // Vite would add the condition "development", under which graphql 17 is another copy than the one Node gives to the
  // packages that import it, and graphql refuses schemas of another copy. These are Node's own conditions.
  ssr: { resolve: { conditions: ['node', 'module-sync', 'import'] } },
  test: {
    environment: 'node',
    // Processes of their own: some tests spawn, signal and open SQLite, which worker threads share badly.
    pool: 'forks',
    // Nothing happens at import time, so test files may share the modules of their process: a third of the work was loading.
    isolate: false,
    maxWorkers: 3,
    maxConcurrency: 3,
    retry: 0,
    testTimeout: 30_000,
    hookTimeout: 20_000,
    teardownTimeout: 5_000,
    allowOnly: false,
    setupFiles: ['test/support/identifier-equality.ts'],
    // A test that asserts nothing fails.
    expect: { requireAssertions: true },
    projects: [
      {
        extends: true,
        test: { name: 'tests', include: KINDS.map((kind) => `test/${kind}/**/*.test.ts`), exclude: [BARS] },
      },
      { extends: true, test: { name: 'bars', include: [BARS], sequence: { groupOrder: 1 } } },
    ],
  },
})
