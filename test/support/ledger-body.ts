/** A body with ledgers, read as it would be if it came in pieces of such lengths. */
import { LedgerBody } from '../../src/finpass/ledger-text/ledger-body.ts'
import type { KnownLayouts } from '../../src/finpass/ledger-text/line-layout.ts'

/** The lengths take turns; without any it comes in one piece. Each piece is memory of its own, as those of a socket are. */
export function readLedgerBody(bytes: Buffer, known: KnownLayouts, lengths: readonly number[] = []) {
  const body = new LedgerBody(known)
  for (let [at, turn] = [0, 0]; at < bytes.length; turn += 1) {
    const end = at + (lengths[turn % lengths.length] ?? bytes.length)
    body.add(Buffer.from(new Uint8Array(bytes.subarray(at, end))))
    at = end
  }
  return body.end()
}
