/**
 * Parses a body that has ledgers in it, and leaves those as text. Each list of lines is gone through strictly and replaced by a
 * mark, `JSON.parse` reads what is left, and the ledgers are put where their marks stand. Where anything is unusual the whole
 * body is parsed as any other: what comes of it is the same, it only takes longer.
 */
import { randomUUID } from 'node:crypto'
import { MOST_ACCOUNTS } from '../bound-list.ts'
import { COLON, endOfSpace, OPEN_LIST } from './byte.ts'
import { LedgerText } from './ledger-text.ts'
import type { KnownLayouts } from './line-layout.ts'
import { scanLines } from './line-scan.ts'

/** The JSON in `bytes`, with a `LedgerText` for every list of the kind that `known` is about; null when it has to be parsed whole. */
export function parseLedgerBody(bytes: Buffer, known: KnownLayouts): { readonly body: unknown } | null {
  const name = Buffer.from(`"${known.keys.list}"`)
  // Nobody knows it beforehand, so no body can hold it. A body that has the key inside a text is no JSON once the quotes of the
  // mark stand there.
  const mark = randomUUID()
  const ledgers: LedgerText[] = []
  let text = ''
  let taken = 0
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, Math.max(taken, at + 1))) {
    const colon = endOfSpace(bytes, at + name.length)
    const start = endOfSpace(bytes, colon + 1)
    if (bytes[colon] !== COLON || bytes[start] !== OPEN_LIST) continue
    if (ledgers.length === MOST_ACCOUNTS) return null
    const scanned = scanLines(bytes, start, known)
    if (scanned === null) return null
    text += `${bytes.toString('utf8', taken, start)}["${mark}",${ledgers.length}]`
    ledgers.push(new LedgerText(bytes, scanned.table))
    taken = scanned.end
  }
  if (ledgers.length === 0) return null
  try {
    const body: unknown = JSON.parse(text + bytes.toString('utf8', taken))
    return { body: putLedgers(body, mark, ledgers) }
  } catch {
    return null
  }
}

/** A list and not recursion: Finpass's JSON may be nested deeper than the stack is. */
function putLedgers(body: unknown, mark: string, ledgers: readonly LedgerText[]): unknown {
  const left: unknown[] = [body]
  while (left.length > 0) {
    const parent = left.pop()
    if (typeof parent !== 'object' || parent === null) continue
    for (const [key, value] of Object.entries(parent)) {
      if (typeof value !== 'object' || value === null) continue
      if (Array.isArray(value) && value[0] === mark) Reflect.set(parent, key, ledgers[Number(value[1])])
      else left.push(value)
    }
  }
  return body
}
