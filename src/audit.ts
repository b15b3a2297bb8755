/** `npm run audit`: reads the audit trail in the store of the gateway, whose environment it reads. */
import { findAffected, parseAuditCommand, showAffected, showVerdict } from './audit-command.ts'
import { parseConfig, showProblems } from './config.ts'
import { openStoreAlone } from './keeping.ts'
import { createSystemClock } from './platform/clock.ts'

try {
  const command = parseAuditCommand(process.argv.slice(2))
  const result = parseConfig(process.env)
  if ('problems' in result) throw new Error(showProblems(result.problems))
  const clock = createSystemClock()
  const store = await openStoreAlone(result.config, clock)
  try {
    const tenants = command.tenant === null ? await store.audit.listTenants() : [command.tenant]
    if (command.verifies) {
      for (const tenant of tenants) {
        const verdict = await store.audit.verify(tenant, command.known)
        console.log(showVerdict(verdict, command.isJson))
        if (verdict.broken !== null) process.exitCode = 2
      }
    }
    const affected = await findAffected(store.audit, tenants, command)
    for (const each of affected) console.log(showAffected(each, command.isJson))
    if (tenants.length === 0 && !command.isJson) console.log('The store holds no audit records at all.')
    if (command.range !== null && !command.isJson) console.log(`Applicants affected: ${affected.length}.`)
  } finally {
    await store.close()
  }
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown)
  process.exitCode = 1
}
