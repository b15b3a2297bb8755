/**
 * How often calls may be repeated: a fifth as often as they were made within the last ten seconds, so that a Finpass in trouble
 * gets at most that much more. Where there were few calls, three repeats may be made all the same; the share is a little less
 * than a fifth, so that with those it still comes to no more.
 */
import type { Clock } from '../../platform/clock.ts'

export interface RepeatBudgetOptions {
  readonly clock: Clock
  /** Repeats for each call. @default 0.19 */
  readonly share?: number | undefined
  /** Repeats within the window that are always allowed. @default 3 */
  readonly floor?: number
}

export interface RepeatBudget {
  /** A call is made for the first time. */
  noteRequest(): void
  /** True when a call may be repeated, which then counts. */
  tryRepeat(): boolean
  /** What the window holds. */
  read(): { readonly requests: number; readonly repeats: number }
}

const SLOT_MS = 1_000
const SLOTS = 10

/** Makes one with an empty window. */
export function createRepeatBudget({ clock, share = 0.19, floor = 3 }: RepeatBudgetOptions): RepeatBudget {
  const requests = Array.from({ length: SLOTS }, () => 0)
  const repeats = Array.from({ length: SLOTS }, () => 0)
  let latest = toSlot()

  function toSlot(): number {
    return Math.floor(clock.now() / SLOT_MS)
  }
  /** Empties the slots that time has passed over; gives the index of the one that is running. */
  function turn(): number {
    const now = toSlot()
    // A clock that was set back stays in its slot until it has caught up.
    for (let passed = Math.min(now - latest, SLOTS); passed > 0; passed -= 1) {
      latest = now - passed + 1
      requests[latest % SLOTS] = 0
      repeats[latest % SLOTS] = 0
    }
    return latest % SLOTS
  }
  function add(slots: number[], at: number): void {
    slots[at] = (slots[at] ?? 0) + 1
  }
  const sum = (slots: readonly number[]): number => slots.reduce((total, count) => total + count, 0)

  return {
    noteRequest: () => add(requests, turn()),
    tryRepeat() {
      const at = turn()
      if (sum(repeats) + 1 > Math.max(floor, share * sum(requests))) return false
      add(repeats, at)
      return true
    },
    read() {
      turn()
      return { requests: sum(requests), repeats: sum(repeats) }
    },
  }
}
