/** What the doctor found: one line each, with what to do where something is to be done. Nothing secret goes into one. */

export interface Finding {
  /** `warn` works, but not as well or as safely as it could; `fail` does not work. */
  readonly level: 'ok' | 'warn' | 'fail'
  /** What was looked at, in a word or two. */
  readonly subject: string
  readonly what: string
  /** Null when nothing is to be done. */
  readonly fix: string | null
}

/** Writes findings down as they are made. */
export interface Findings {
  ok(subject: string, what: string): void
  warn(subject: string, what: string, fix: string): void
  fail(subject: string, what: string, fix: string): void
}

/** Calls `tell` for each finding, in order. */
export function createFindings(tell: (finding: Finding) => void): Findings {
  return {
    ok: (subject, what) => tell({ level: 'ok', subject, what, fix: null }),
    warn: (subject, what, fix) => tell({ level: 'warn', subject, what, fix }),
    fail: (subject, what, fix) => tell({ level: 'fail', subject, what, fix }),
  }
}

/** A finding for a terminal: a line, and a second one with what to do. */
export function showFinding({ level, subject, what, fix }: Finding): string {
  const mark = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' }[level]
  const line = `${mark}  ${subject.padEnd(18)}${what}`
  return fix === null ? line : `${line}\n      ${' '.repeat(18)}→ ${fix}`
}
