/** What somebody could do to an audit trail who can write to the store: alter a byte, take a record away, swap two. */
import { DatabaseSync } from 'node:sqlite'
import type { RedisServer } from '../../../support/redis-server.ts'

export type Damage = 'alter' | 'remove' | 'swap'

/** Damages the record of that number, and with `swap` the next one too, in the embedded store's file. */
export function damageFile(path: string, tenant: string, damage: Damage, number: number): void {
  const db = new DatabaseSync(path)
  const run = (sql: string): void => void db.prepare(sql).run({ tenant, number })
  if (damage === 'remove') run('DELETE FROM audit WHERE tenant = :tenant AND number = :number')
  else if (damage === 'alter') run('UPDATE audit SET at = at + 1 WHERE tenant = :tenant AND number = :number')
  else {
    run('UPDATE audit SET number = -1 WHERE tenant = :tenant AND number = :number')
    run('UPDATE audit SET number = number - 1 WHERE tenant = :tenant AND number = :number + 1')
    run('UPDATE audit SET number = :number + 1 WHERE tenant = :tenant AND number = -1')
  }
  db.close()
}

// A stream cannot be changed in its middle, so it is written anew, damaged.
const REWRITE = `
local entries = redis.call('XRANGE', KEYS[1], '-', '+')
local at = 0
for index, entry in ipairs(entries) do
  if entry[1] == '0-' .. ARGV[2] then at = index end
end
if ARGV[1] == 'remove' then table.remove(entries, at) end
if ARGV[1] == 'alter' then
  local record = entries[at][2][4]
  entries[at][2][4] = string.sub(record, 1, 10) .. (string.sub(record, 11, 11) == '1' and '2' or '1') .. string.sub(record, 12)
end
if ARGV[1] == 'swap' then
  entries[at][2], entries[at + 1][2] = entries[at + 1][2], entries[at][2]
end
redis.call('DEL', KEYS[1])
for _, entry in ipairs(entries) do
  redis.call('XADD', KEYS[1], entry[1], unpack(entry[2]))
end
return #entries`

/** The same in Redis. */
export async function damageRedis(redis: RedisServer, tenant: string, damage: Damage, number: number): Promise<void> {
  const reply = await redis.send('EVAL', REWRITE, '1', `fg:audit:${tenant}`, damage, String(number))
  if (!reply.startsWith(':')) throw new Error(`the audit trail could not be damaged: ${reply}`)
}
