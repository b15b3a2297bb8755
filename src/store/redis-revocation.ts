/** Revocations in the Redis store: one hash for the whole fleet, every process reads all of it. */
import type { Instant } from '../domain/date.ts'
import type { Revocation } from '../domain/revocation.ts'
import type { Seal } from '../platform/seal.ts'
import { parseText } from './field.ts'
import { parseCount, parseList } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'
import { createRevocationOpener, type KeptRevocations, sealRevocation, toRevocationIds } from './revocation.ts'
import type { ReadOrSkip } from './unreadable.ts'

/** The part of the store that keeps revocations. */
export function createRedisRevocations({ run }: RedisScript, seal: Seal, readOrSkip: ReadOrSkip): KeptRevocations {
  const open = createRevocationOpener(seal)

  function write(revocation: Revocation): Promise<void> {
    const { id, sealed } = sealRevocation(seal, revocation)
    const ids = toRevocationIds(seal, revocation.target)
    return run('addRevocation', { ids, id, sealed, endsAt: revocation.endsAt }, () => undefined)
  }

  async function read(): Promise<{ readonly id: string; readonly revocation: Revocation }[]> {
    const rows = await run('readRevocations', {}, (reply) => parseList(reply).map((text) => parseText(text, 'row')))
    const kept: { id: string; revocation: Revocation }[] = []
    for (let at = 0; at < rows.length; at += 2) {
      const [id = '', sealed = ''] = rows.slice(at, at + 2)
      const revocation = readOrSkip('revocation', id, () => open({ id, sealed }))
      if (revocation !== null) kept.push({ id, revocation })
    }
    return kept
  }

  return {
    addRevocation: write,
    readRevocations: async () => (await read()).map(({ revocation }) => revocation),
    async tidyRevocations(now: Instant) {
      const removed = await run('removeRevocations', { now }, parseCount)
      for (const { id, revocation } of await read()) {
        if (toRevocationIds(seal, revocation.target)[0] !== id) await write(revocation)
      }
      return removed
    },
  }
}
