/** Revocations in the embedded store. A second process on the same file, the command that revokes, is seen by the next read. */
import type { Revocation } from '../domain/revocation.ts'
import type { Seal } from '../platform/seal.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { type Fields, parseText } from './field.ts'
import {
  createRevocationOpener,
  type KeptRevocations,
  sealRevocation,
  type SealedRevocation,
  toRevocationIds,
} from './revocation.ts'
import type { ReadOrSkip } from './unreadable.ts'

const ALL = 'SELECT id, sealed FROM revocations'
const REMOVE = 'DELETE FROM revocations WHERE id = ?'
const ADD = 'INSERT OR REPLACE INTO revocations (id, sealed, ends_at) VALUES (?, ?, ?)'
const REMOVE_ENDED = 'DELETE FROM revocations WHERE ends_at <= ?'

/** The part of the store that keeps revocations, over an open connection. */
export function createEmbeddedRevocations(
  { prepare, run, transact, markRemoval }: EmbeddedConnection,
  seal: Seal,
  readOrSkip: ReadOrSkip,
): KeptRevocations {
  const open = createRevocationOpener(seal)

  function write(revocation: Revocation): void {
    for (const id of toRevocationIds(seal, revocation.target)) prepare(REMOVE).run(id)
    const { id, sealed } = sealRevocation(seal, revocation)
    prepare(ADD).run(id, sealed, revocation.endsAt)
  }

  function read(): { readonly id: string; readonly revocation: Revocation }[] {
    return prepare(ALL)
      .all()
      .flatMap((row) => {
        const kept = parseRow(row)
        const revocation = readOrSkip('revocation', kept.id, () => open(kept))
        return revocation === null ? [] : [{ id: kept.id, revocation }]
      })
  }

  return {
    addRevocation: (revocation) => transact(() => write(revocation)),
    readRevocations: () => run(() => read().map(({ revocation }) => revocation)),
    tidyRevocations: (now) =>
      transact(() => {
        const removed = Number(prepare(REMOVE_ENDED).run(now).changes)
        const stale = read().filter(({ id, revocation }) => toRevocationIds(seal, revocation.target)[0] !== id)
        for (const { revocation } of stale) write(revocation)
        if (removed + stale.length > 0) markRemoval()
        return removed
      }),
  }
}

function parseRow(row: Fields): SealedRevocation {
  return { id: parseText(row.id, 'id'), sealed: parseText(row.sealed, 'sealed') }
}
