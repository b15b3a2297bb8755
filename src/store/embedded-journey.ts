/** Journeys and what leads to them in the embedded store: applicant, handle, webhook token, the moment of the next check. */
import type { TenantId } from '../domain/ids.ts'
import type { Journey, Transition } from '../domain/journey.ts'
import type { Seal } from '../platform/seal.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { toTopics, type WriteTransition } from './embedded-journal.ts'
import type { FeedListeners } from './feed-listener.ts'
import { parseTextOrNull } from './field.ts'
import { fromJourneyStart, fromJourneyState, toJourney } from './row.ts'
import { openHandle, sealHandle, toHandleHashes, toWebhookHash } from './sealed-record.ts'
import type { JourneyKeys, Store } from './store.ts'

type JourneyStore = Pick<
  Store,
  'addJourney' | 'readJourneys' | 'readJourneysByApplicant' | 'readHandle' | 'readDueJourneys' | 'readJourneyByWebhook'
>

const HAS_HANDLE = `SELECT 1 FROM journeys
  WHERE tenant = ? AND handle_hash IN (SELECT value FROM json_each(?)) AND status <> 'TIMED_OUT' LIMIT 1`
const INSERT = `INSERT INTO journeys (tenant, id, applicant_id, kind, status, percent, step, steps_completed, steps_failed,
    accounts, failure, consent_type, sealed_consent_url, expires_at, next_check_at, checked_at, sequence, created_at,
    updated_at, completed_at, ended_at, sealed_handle, handle_hash, webhook_hash)
  VALUES (:tenant, :id, :applicant_id, :kind, :status, :percent, :step, :steps_completed, :steps_failed,
    :accounts, :failure, :consent_type, :sealed_consent_url, :expires_at, :next_check_at, :checked_at, :sequence, :created_at,
    :updated_at, :completed_at, :ended_at, :sealed_handle, :handle_hash, :webhook_hash)`
const NOTE_ACTIVITY = 'UPDATE applicants SET active_at = max(active_at, ?) WHERE tenant = ? AND id = ?'
const BY_IDS = 'SELECT * FROM journeys WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))'
const BY_APPLICANTS = `SELECT * FROM journeys WHERE tenant = ? AND applicant_id IN (SELECT value FROM json_each(?))
  ORDER BY applicant_id, created_at DESC, id DESC`
const HANDLE = 'SELECT sealed_handle FROM journeys WHERE tenant = ? AND id = ?'
const DUE = `SELECT * FROM journeys WHERE next_check_at IS NOT NULL AND next_check_at <= ?
  ORDER BY next_check_at, tenant, id LIMIT ?`
const BY_WEBHOOK = 'SELECT * FROM journeys WHERE webhook_hash = ?'

/** The part of the store that keeps journeys, over an open connection. */
export function createEmbeddedJourneys(
  connection: EmbeddedConnection,
  seal: Seal,
  write: WriteTransition,
  listeners: FeedListeners,
): JourneyStore {
  const { prepare, run, transact } = connection

  function add(journey: Journey, first: Transition, { handle, webhookToken }: JourneyKeys): boolean {
    const hashes = handle === null ? [] : toHandleHashes(seal, handle, journey.tenant)
    if (prepare(HAS_HANDLE).get(journey.tenant, JSON.stringify(hashes)) !== undefined) return false
    prepare(INSERT).run({
      ...fromJourneyStart(journey, seal),
      ...fromJourneyState(journey, journey),
      sealed_handle: handle === null ? null : sealHandle(seal, handle, journey),
      handle_hash: hashes[0] ?? null,
      webhook_hash: webhookToken === null ? null : toWebhookHash(webhookToken),
    })
    write(journey, first)
    prepare(NOTE_ACTIVITY).run(journey.createdAt, journey.tenant, journey.applicantId)
    return true
  }

  function selectJourneys(sql: string, tenant: TenantId, ids: readonly string[]): Journey[] {
    return prepare(sql)
      .all(tenant, JSON.stringify(ids))
      .map((row) => toJourney(row, seal))
  }

  return {
    async addJourney(journey, first, keys) {
      const isAdded = await transact(() => add(journey, first, keys))
      if (isAdded) listeners.announce(toTopics(journey, journey.id))
      return isAdded
    },
    readJourneys: (tenant, ids) => run(() => selectJourneys(BY_IDS, tenant, ids)),
    readJourneysByApplicant: (tenant, ids) => run(() => selectJourneys(BY_APPLICANTS, tenant, ids)),
    readHandle: (tenant, id) =>
      run(() => {
        const sealed = parseTextOrNull(prepare(HANDLE).get(tenant, id)?.sealed_handle ?? null, 'sealed_handle')
        return sealed === null ? null : openHandle(seal, sealed, { tenant, id })
      }),
    readDueJourneys: (until, limit) =>
      run(() =>
        prepare(DUE)
          .all(until, limit)
          .map((row) => toJourney(row, seal)),
      ),
    readJourneyByWebhook: (token) =>
      run(() => {
        const row = prepare(BY_WEBHOOK).get(toWebhookHash(token))
        return row === undefined ? null : toJourney(row, seal)
      }),
  }
}
