/** What the doctor says, for a test to read. */
import { createFindings, type Finding, type Findings } from '../../src/doctor/finding.ts'

export interface Notebook {
  readonly findings: Findings
  /** `level subject: what`, in order. */
  readonly lines: string[]
  /** What is to be done about those that are not ok. */
  readonly fixes: string[]
}

export function createNotebook(): Notebook {
  const lines: string[] = []
  const fixes: string[] = []
  const findings = createFindings(({ level, subject, what, fix }: Finding) => {
    lines.push(`${level} ${subject}: ${what}`)
    if (fix !== null) fixes.push(fix)
  })
  return { findings, lines, fixes }
}
