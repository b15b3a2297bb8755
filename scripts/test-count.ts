/**
 * Says of a vitest JSON report how many tests passed and failed; `.ci/run` ends with it. A file that could not be loaded
 * counts as one failed test, since vitest counts none of its tests. Argument: the path of the report.
 */
import { readFileSync } from 'node:fs'

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
  readFileSync(process.argv[2] ?? '', 'utf8'),
) as Report // vitest's own format

const brokenFiles = testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
)
const failed = numFailedTests + brokenFiles.length
if (numPendingTests > 0) console.log(`${numPendingTests} skipped, each with its reason in the code`)
console.log(`${numPassedTests} passed, ${failed} failed`)
