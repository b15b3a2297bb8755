/**
 * `npm run revoke`: writes a revocation into the store of the gateway, whose environment it reads. Every replica sees it
 * within two seconds.
 */
import {
  parseRevocationCommand,
  REVOCATION_USAGE,
  type RevocationCommand,
  showRevocation,
  showRevocations,
} from './revocation-command.ts'
import { runStoreCommand, type StoreCommand } from './store-command.ts'

const command = {
  usage: REVOCATION_USAGE,
  parse: parseRevocationCommand,
  async run(store, asked, now) {
    if ('list' in asked) {
      console.log(showRevocations(await store.readRevocations(), now))
    } else {
      await store.addRevocation(asked.revoke)
      console.log(`Revoked: ${showRevocation(asked.revoke)}`)
    }
    return 0
  },
} satisfies StoreCommand<RevocationCommand>

process.exitCode = await runStoreCommand(command, process.argv.slice(2), process.env)
