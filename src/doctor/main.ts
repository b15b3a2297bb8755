/**
 * `npm run doctor`: looks at the environment of the gateway and at everything it will need, says what is wrong and what to do.
 * Exits with 1 when something does not work, with 0 when warnings are all there is. May run beside the gateway.
 */
import { join } from 'node:path'
import { parseConfig } from '../config/config.ts'
import { examine } from './examination.ts'
import { createFindings, type Finding, showFinding } from './finding.ts'
import { createSystemClock } from '../platform/clock.ts'

const count = { ok: 0, warn: 0, fail: 0 }
const findings = createFindings((finding: Finding) => {
  count[finding.level] += 1
  console.log(showFinding(finding))
})

const result = parseConfig(process.env)
if ('problems' in result) {
  for (const problem of result.problems) {
    findings.fail('Environment', problem, 'See the table of variables in README.md; the rest is looked at afterwards.')
  }
} else {
  findings.ok('Environment', 'every variable can be used')
  const schemaFolder = join(import.meta.dirname, '../../schema')
  await examine(findings, { config: result.config, clock: createSystemClock(), schemaFolder })
}
console.log(`\n${count.fail} to mend, ${count.warn} to think about, ${count.ok} as it should be.`)
process.exitCode = count.fail === 0 ? 0 : 1
