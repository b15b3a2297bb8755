/** `npm run audit`: reads the audit trail in the store of the gateway, whose environment it reads. */
import {
  AUDIT_USAGE,
  type AuditCommand,
  findAffected,
  parseAuditCommand,
  showAffected,
  showVerdict,
} from './audit-command.ts'
import { runStoreCommand, type StoreCommand } from './store-command.ts'

const command = {
  usage: AUDIT_USAGE,
  parse: parseAuditCommand,
  async run({ audit }, asked) {
    const tenants = asked.tenant === null ? await audit.listTenants() : [asked.tenant]
    let isBroken = false
    if (asked.verifies) {
      for (const tenant of tenants) {
        const verdict = await audit.verify(tenant, asked.known)
        console.log(showVerdict(verdict, asked.isJson))
        isBroken ||= verdict.broken !== null
      }
    }
    const affected = await findAffected(audit, tenants, asked)
    for (const each of affected) console.log(showAffected(each, asked.isJson))
    if (tenants.length === 0 && !asked.isJson) console.log('The store holds no audit records at all.')
    if (asked.range !== null && !asked.isJson) console.log(`Applicants affected: ${affected.length}.`)
    return isBroken ? 2 : 0
  },
} satisfies StoreCommand<AuditCommand>

process.exitCode = await runStoreCommand(command, process.argv.slice(2), process.env)
