import type { Tuning } from '../../src/gateway/tuning.ts'

/** Every call is sent, and once, whatever Finpass did to others: for tests and bars that are about something else. */
export const PLAIN_TRAFFIC = {
  traffic: { mostAttempts: 1, failuresToOpen: 1_000_000, longestPauseMs: 0 },
} as const satisfies Tuning
