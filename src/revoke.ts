/**
 * `npm run revoke`: writes a revocation into the store of the gateway, whose environment it reads. Every replica sees it
 * within two seconds.
 */
import { parseConfig, showProblems } from './config.ts'
import { openStoreAlone } from './keeping.ts'
import { createSystemClock } from './platform/clock.ts'
import { parseRevocationCommand, showRevocation, showRevocations } from './revocation-command.ts'

try {
  const clock = createSystemClock()
  const command = parseRevocationCommand(process.argv.slice(2), clock.now())
  const result = parseConfig(process.env)
  if ('problems' in result) throw new Error(showProblems(result.problems))
  const store = await openStoreAlone(result.config, clock)
  try {
    if ('list' in command) {
      console.log(showRevocations(await store.readRevocations(), clock.now()))
    } else {
      await store.addRevocation(command.revoke)
      console.log(`Revoked: ${showRevocation(command.revoke)}`)
    }
  } finally {
    await store.close()
  }
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  process.exitCode = 1
}
