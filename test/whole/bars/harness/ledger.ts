/**
 * The checker that every realtime bar rests on: what each client saw, against what the journal has. A client may see a
 * transition again after it has reconnected, and may be told that it missed some (`resync`); everything else is a finding.
 */
import type { JournalEntry } from './reader.ts'

/** A transition as a client received it. */
export interface Arrival {
  /** Counts the client's connections: the same transition twice on one connection is a duplicate. */
  readonly connection: number
  readonly journeyId: string
  readonly sequence: number
  readonly status: string
  readonly step: string | null
  readonly percent: number
  readonly resync: boolean
}

/** What one client saw. */
export interface ClientLog {
  readonly name: string
  /** Journeys it may see. */
  readonly entitled: ReadonlySet<string>
  readonly arrivals: readonly Arrival[]
  /** Where it began, per journey: after this sequence. Without one it begins with the first transition it got. */
  readonly beganAfter?: ReadonlyMap<string, number>
}

export type FindingKind =
  /** In the journal, and never received although it was not skipped openly. */
  | 'missing'
  /** Twice on one connection. */
  | 'duplicate'
  /** Received for the first time after a later one. */
  | 'reorder'
  /** Received with other content than the journal has. */
  | 'fork'
  /** A number that the journal itself has skipped or has twice. */
  | 'hole'
  /** Something behind the end of a journey, in the journal or received. */
  | 'after-terminal'
  /** Received, and not in the journal at all. */
  | 'invented'
  /** Of a journey that this client may not see. */
  | 'foreign'

export interface Finding {
  readonly kind: FindingKind
  readonly client: string
  readonly journeyId: string
  readonly sequence: number
}

export type Journal = ReadonlyMap<string, readonly JournalEntry[]>

const TERMINAL: ReadonlySet<string> = new Set(['COMPLETED', 'CONSENT_DENIED', 'FAILED', 'EXPIRED', 'TIMED_OUT'])

/** Everything that is wrong; empty when every client saw every transition of its journeys once and in order. */
export function checkLedger(journal: Journal, clients: readonly ClientLog[]): Finding[] {
  const ofJournal = [...journal].flatMap(([id, entries]) => checkJournal(id, entries))
  return [...ofJournal, ...clients.flatMap((client) => checkClient(journal, client))]
}

/** How many findings there are of each kind, so that a bar can name its limits one by one. */
export function countFindings(findings: readonly Finding[]): Record<FindingKind, number> {
  const counts = {
    missing: 0,
    duplicate: 0,
    reorder: 0,
    fork: 0,
    hole: 0,
    'after-terminal': 0,
    invented: 0,
    foreign: 0,
  }
  for (const { kind } of findings) counts[kind] += 1
  return counts
}

/** A journal may have lost its beginning to age, never anything in between. */
function checkJournal(journeyId: string, entries: readonly JournalEntry[]): Finding[] {
  const findings: Finding[] = []
  const say = (kind: FindingKind, sequence: number) => findings.push({ kind, client: 'journal', journeyId, sequence })
  for (const [index, { sequence }] of entries.entries()) {
    const before = entries[index - 1]
    if (before === undefined) continue
    if (sequence !== before.sequence + 1) say('hole', sequence)
    if (TERMINAL.has(before.status)) say('after-terminal', sequence)
  }
  return findings
}

function checkClient(journal: Journal, { name, entitled, arrivals, beganAfter }: ClientLog): Finding[] {
  const findings: Finding[] = []
  const byJourney = Map.groupBy(arrivals, ({ journeyId }) => journeyId)
  for (const [journeyId, seen] of byJourney) {
    if (entitled.has(journeyId)) continue
    findings.push(...seen.map(({ sequence }) => ({ kind: 'foreign' as const, client: name, journeyId, sequence })))
  }
  for (const journeyId of entitled) {
    const entries = new Map((journal.get(journeyId) ?? []).map((entry) => [entry.sequence, entry]))
    const found = checkJourney(entries, byJourney.get(journeyId) ?? [], beganAfter?.get(journeyId) ?? null)
    findings.push(...found.map((finding) => ({ ...finding, client: name, journeyId })))
  }
  return findings
}

function checkJourney(
  entries: ReadonlyMap<number, JournalEntry>,
  seen: readonly Arrival[],
  beganAfter: number | null,
): Pick<Finding, 'kind' | 'sequence'>[] {
  const findings: Pick<Finding, 'kind' | 'sequence'>[] = []
  const oldest = Math.min(...entries.keys())
  const last = Math.max(0, ...entries.keys())
  // Whoever got nothing at all lacks at least the latest.
  const floor = beganAfter ?? (seen[0]?.sequence ?? last) - 1
  const received = new Set<number>()
  const skipped = new Set<number>()
  let latest = floor
  let ended: number | null = null
  let connection: number | null = null
  let latestOnConnection = 0
  for (const arrival of seen) {
    const { sequence, status, resync } = arrival
    if (arrival.connection !== connection) latestOnConnection = 0
    connection = arrival.connection
    const entry = entries.get(sequence)
    // What is older than the journal remembers cannot be judged.
    if (entry === undefined && sequence >= oldest) findings.push({ kind: 'invented', sequence })
    if (entry !== undefined && !isSame(entry, arrival)) findings.push({ kind: 'fork', sequence })
    if (ended !== null && sequence > ended) findings.push({ kind: 'after-terminal', sequence })
    if (resync) {
      for (let missed = latest + 1; missed < sequence; missed += 1) skipped.add(missed)
    } else if (sequence === latestOnConnection || sequence <= floor) {
      findings.push({ kind: 'duplicate', sequence })
    } else if (sequence < latestOnConnection || (sequence < latest && !received.has(sequence))) {
      findings.push({ kind: received.has(sequence) ? 'duplicate' : 'reorder', sequence })
    }
    received.add(sequence)
    latest = Math.max(latest, sequence)
    latestOnConnection = Math.max(latestOnConnection, sequence)
    if (TERMINAL.has(status)) ended = sequence
  }
  for (const sequence of entries.keys()) {
    if (sequence > floor && !received.has(sequence) && !skipped.has(sequence))
      findings.push({ kind: 'missing', sequence })
  }
  return findings
}

function isSame(entry: JournalEntry, arrival: Arrival): boolean {
  return entry.status === arrival.status && entry.step === arrival.step && entry.percent === arrival.percent
}
