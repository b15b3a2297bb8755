/** A disk whose syncs end when a test says so, in any order. */
import type { SyncData } from '../../src/store/log-sync.ts'

export interface SlowDisk {
  readonly syncData: SyncData
  /** How many syncs have begun. */
  begun(): number
  /** Ends the sync that began as the `number`th, from 1 on. */
  end(number: number, error?: Error): void
}

export function createSlowDisk(): SlowDisk {
  const ends: ((error: unknown) => void)[] = []
  return {
    syncData: (_descriptor, done) => void ends.push(done),
    begun: () => ends.length,
    end: (number, error) => ends[number - 1]?.(error ?? null),
  }
}
