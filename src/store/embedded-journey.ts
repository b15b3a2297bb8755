/** Journeys and what leads to them in the embedded store: applicant, handle, webhook token, the moment of the next check. */
import { setImmediate } from 'node:timers/promises'
import type { ApplicantId, TenantId } from '../domain/ids.ts'
import type { Journey, Transition } from '../domain/journey.ts'
import type { Seal } from '../platform/seal.ts'
import { type EmbeddedCache, readThrough } from './embedded-cache.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { toTopics, type WriteTransition } from './embedded-journal.ts'
import { settleKey } from './embedded-key.ts'
import type { FeedListeners } from './feed-listener.ts'
import { type Fields, parseTextOrNull } from './field.ts'
import { fromConsent, fromJourneyStart, fromJourneyState, toJourney } from './row.ts'
import { openHandle, sealHandle, toHandleHashes, toWebhookHash } from './sealed-record.ts'
import type { JourneyAddition, JourneyKeys, Store } from './store.ts'
import type { ReadOrSkip } from './unreadable.ts'

type JourneyStore = Pick<
  Store,
  'addJourney' | 'readJourneys' | 'readJourneysByApplicant' | 'readHandle' | 'readDueJourneys' | 'readJourneyByWebhook'
>

const HOLDERS = `SELECT tenant, applicant_id, status, consent_word ->> 'state' AS word FROM journeys INDEXED BY journeys_by_handle
  WHERE handle_hash IN (SELECT value FROM json_each(?))`
const INSERT = `INSERT INTO journeys (tenant, id, applicant_id, kind, status, percent, step, steps_completed, steps_failed,
    accounts, failure, consent_type, sealed_consent_url, expires_at, next_check_at, checked_at, sequence, created_at,
    updated_at, completed_at, ended_at, sealed_handle, handle_hash, webhook_hash, consent_granted_at, consent_word)
  VALUES (:tenant, :id, :applicant_id, :kind, :status, :percent, :step, :steps_completed, :steps_failed,
    :accounts, :failure, :consent_type, :sealed_consent_url, :expires_at, :next_check_at, :checked_at, :sequence, :created_at,
    :updated_at, :completed_at, :ended_at, :sealed_handle, :handle_hash, :webhook_hash,
    :consent_granted_at, :consent_word)`
const HAS_OWNER = 'SELECT 1 FROM applicants WHERE tenant = ? AND id = ?'
const NOTE_ACTIVITY = 'UPDATE applicants SET active_at = max(active_at, ?) WHERE tenant = ? AND id = ?'
const BY_IDS = 'SELECT * FROM journeys WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))'
const BY_APPLICANTS = `SELECT * FROM journeys WHERE tenant = ? AND applicant_id IN (SELECT value FROM json_each(?))
  ORDER BY applicant_id, created_at DESC, id DESC`
const HANDLE = 'SELECT sealed_handle FROM journeys WHERE tenant = ? AND id = ?'
const DUE = `SELECT * FROM journeys WHERE next_check_at IS NOT NULL AND next_check_at <= ?
  ORDER BY next_check_at, tenant, id LIMIT ? OFFSET ?`
const BY_WEBHOOK = 'SELECT * FROM journeys WHERE webhook_hash = ?'

/** The part of the store that keeps journeys, over an open connection. */
export function createEmbeddedJourneys(
  connection: EmbeddedConnection,
  seal: Seal,
  write: WriteTransition,
  listeners: FeedListeners,
  cache: EmbeddedCache,
  readOrSkip: ReadOrSkip,
): JourneyStore {
  const { prepare, run, transact } = connection

  function add(journey: Journey, first: Transition, keys: JourneyKeys): JourneyAddition {
    const { handle, webhookToken, idempotencyKey } = keys
    if (prepare(HAS_OWNER).get(journey.tenant, journey.applicantId) === undefined) return 'GONE'
    const hashes = handle === null ? [] : toHandleHashes(seal, handle)
    const holders = prepare(HOLDERS).all(JSON.stringify(hashes))
    if (holders.some(({ tenant }) => tenant !== journey.tenant)) return 'FOREIGN'
    if (holders.some((holder) => !isGivenUpBy(holder, journey))) return 'KNOWN'
    prepare(INSERT).run({
      ...fromJourneyStart(journey, seal),
      ...fromJourneyState(journey, journey),
      ...fromConsent(journey.consent),
      sealed_handle: handle === null ? null : sealHandle(seal, handle, journey),
      handle_hash: hashes[0] ?? null,
      webhook_hash: webhookToken === null ? null : toWebhookHash(webhookToken),
    })
    write(journey, first)
    prepare(NOTE_ACTIVITY).run(journey.createdAt, journey.tenant, journey.applicantId)
    if (idempotencyKey !== null) settleKey(connection, idempotencyKey, journey)
    return 'ADDED'
  }

  const readRows = (rows: readonly Fields[]): Journey[] =>
    rows.flatMap((row) => readOrSkip('journey', row.id, () => toJourney(row, seal)) ?? [])

  const selectJourneys = (sql: string, tenant: TenantId, ids: readonly string[]): Journey[] =>
    readRows(prepare(sql).all(tenant, JSON.stringify(ids)))

  /** With those who have none, so that they are not looked for again. */
  function selectJourneysOf(tenant: TenantId, ids: readonly ApplicantId[]): [ApplicantId, readonly Journey[]][] {
    const found = Map.groupBy(selectJourneys(BY_APPLICANTS, tenant, ids), ({ applicantId }) => applicantId)
    return ids.map((id) => [id, found.get(id) ?? []])
  }

  return {
    async addJourney(journey, first, keys) {
      const addition = await transact(() => add(journey, first, keys))
      if (addition === 'ADDED') listeners.announce(toTopics(journey, journey.id))
      return addition
    },
    readJourneys: (tenant, ids) =>
      run(() => {
        cache.refresh()
        return readThrough(cache.journeys, tenant, ids, (missing) =>
          selectJourneys(BY_IDS, tenant, missing).map((found) => [found.id, found] as const),
        )
      }),
    readJourneysByApplicant: (tenant, ids) =>
      run(() => {
        cache.refresh()
        return readThrough(cache.journeysOf, tenant, ids, (missing) => selectJourneysOf(tenant, missing)).flat()
      }),
    readHandle: (tenant, id) =>
      run(() => {
        cache.refresh()
        const known = cache.handles.get(tenant, id)
        if (known !== undefined) return known
        const sealed = parseTextOrNull(prepare(HANDLE).get(tenant, id)?.sealed_handle ?? null, 'sealed_handle')
        if (sealed === null) return null
        const handle = openHandle(seal, sealed, { tenant, id })
        cache.handles.set(tenant, id, handle)
        return handle
      }),
    async readDueJourneys(until, limit) {
      const due: Journey[] = []
      // On past those that cannot be opened, or as many of them as `limit` would keep everybody from their turn.
      for (let offset = 0; ; offset += limit) {
        const rows = await run(() => prepare(DUE).all(until, limit, offset))
        due.push(...readRows(rows))
        if (rows.length < limit || due.length >= limit) return due.slice(0, limit)
        await setImmediate()
      }
    },
    readJourneyByWebhook: (token) =>
      run(() => {
        const row = prepare(BY_WEBHOOK).get(toWebhookHash(token))
        return row === undefined ? null : toJourney(row, seal)
      }),
  }
}

/**
 * True when the holder of a handle leaves it to `journey`: it has timed out, is of the same applicant, and its consent
 * not withheld.
 */
function isGivenUpBy({ status, applicant_id, word }: Fields, { applicantId }: Journey): boolean {
  return status === 'TIMED_OUT' && applicant_id === applicantId && (word === null || word === 'ACTIVE')
}
