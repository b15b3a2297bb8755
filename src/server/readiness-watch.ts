/**
 * Whether the gateway can serve, found out once a second and remembered: a probe costs nothing, however often it comes, and
 * one check that fails, or one that goes well while the store comes and goes, changes nothing.
 */

export interface ReadinessFacts {
  readonly isReady: boolean
  /** How the latest checks went, one after the other, in the same way. */
  readonly store: 'up' | 'down'
  readonly checks: number
}

export interface ReadinessWatch {
  read(): ReadinessFacts
  close(): void
}

export interface ReadinessWatchOptions {
  /** Rejects while requests could not be served; never takes for ever. */
  check(): Promise<void>
  /** Called when the gateway begins, or ceases, to be ready. */
  onChange?(isReady: boolean): void
  /** How often it is looked at. @default 1000 */
  readonly everyMs?: number
}

/** So many checks in a row make it ready, or not. */
const CHECKS_TO_RISE = 3
const CHECKS_TO_FALL = 2

/** Ready at first: it is opened after everything has been. */
export function openReadinessWatch(options: ReadinessWatchOptions): ReadinessWatch {
  const { check, onChange = () => undefined, everyMs = 1_000 } = options
  let facts: ReadinessFacts = { isReady: true, store: 'up', checks: 1 }
  let isOver = false
  // Not by the injected clock: a test that moves a year on would check a store thirty million times.
  let timer = setTimeout(look, everyMs)
  timer.unref()

  function look(): void {
    check().then(
      () => note('up'),
      () => note('down'),
    )
  }
  function note(store: ReadinessFacts['store']): void {
    const checks = store === facts.store ? facts.checks + 1 : 1
    const isEnough = checks >= (store === 'up' ? CHECKS_TO_RISE : CHECKS_TO_FALL)
    const isReady = isEnough ? store === 'up' : facts.isReady
    const hasChanged = isReady !== facts.isReady
    facts = { isReady, store, checks }
    if (hasChanged) onChange(isReady)
    if (isOver) return
    timer = setTimeout(look, everyMs)
    timer.unref()
  }
  return {
    read: () => facts,
    close() {
      isOver = true
      clearTimeout(timer)
    },
  }
}
