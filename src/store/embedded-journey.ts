/** Journeys, their handles and transitions in the embedded store. A journey's row and its newest transition are one write. */
import type { TenantId } from '../domain/ids.ts'
import { isTerminal, JOURNEY_STATUSES, type Journey, type Transition } from '../domain/journey.ts'
import type { Seal } from '../platform/seal.ts'
import { toCheckedAt } from './checked-at.ts'
import type { EmbeddedConnection } from './embedded-connection.ts'
import { fromJourney, fromJourneyState, fromTransition, toJourney, toTransition } from './embedded-row.ts'
import { parseNumber, parseStoredInstantOrNull, parseTextOrNull, parseWord } from './field.ts'
import { openHandle, sealHandle, toHandleHashes } from './sealed-record.ts'
import type { AppendTransition, Store } from './store.ts'

type JourneyStore = Pick<
  Store,
  | 'addJourney'
  | 'readJourneys'
  | 'readJourneysByApplicant'
  | 'readHandle'
  | 'readDueJourneys'
  | 'appendTransition'
  | 'touchJourney'
  | 'readTransitions'
>

const HAS_HANDLE = 'SELECT 1 FROM journeys WHERE tenant = ? AND handle_hash IN (SELECT value FROM json_each(?)) LIMIT 1'
const INSERT = `INSERT INTO journeys (tenant, id, applicant_id, kind, status, percent, step, steps_completed, steps_failed,
    accounts, failure, consent_type, sealed_consent_url, expires_at, next_check_at, checked_at, sequence, created_at,
    updated_at, completed_at, ended_at, sealed_handle, handle_hash)
  VALUES (:tenant, :id, :applicant_id, :kind, :status, :percent, :step, :steps_completed, :steps_failed,
    :accounts, :failure, :consent_type, :sealed_consent_url, :expires_at, :next_check_at, :checked_at, :sequence, :created_at,
    :updated_at, :completed_at, :ended_at, :sealed_handle, :handle_hash)`
const INSERT_TRANSITION = `INSERT INTO transitions (tenant, journey_id, sequence, previous_status, status, step, percent, origin,
    observed_at, reported_at)
  VALUES (:tenant, :journey_id, :sequence, :previous_status, :status, :step, :percent, :origin, :observed_at, :reported_at)`
const NOTE_ACTIVITY = 'UPDATE applicants SET active_at = max(active_at, ?) WHERE tenant = ? AND id = ?'
const BY_IDS = 'SELECT * FROM journeys WHERE tenant = ? AND id IN (SELECT value FROM json_each(?))'
const BY_APPLICANTS = `SELECT * FROM journeys WHERE tenant = ? AND applicant_id IN (SELECT value FROM json_each(?))
  ORDER BY applicant_id, created_at DESC, id DESC`
const HANDLE = 'SELECT sealed_handle FROM journeys WHERE tenant = ? AND id = ?'
const DUE = `SELECT * FROM journeys WHERE next_check_at IS NOT NULL AND next_check_at <= ?
  ORDER BY next_check_at, tenant, id LIMIT ?`
const CURRENT = 'SELECT status, sequence, checked_at FROM journeys WHERE tenant = ? AND id = ?'
const ADVANCE = `UPDATE journeys SET status = :status, percent = :percent, step = :step, steps_completed = :steps_completed,
    steps_failed = :steps_failed, accounts = :accounts, failure = :failure, sequence = :sequence,
    next_check_at = :next_check_at, checked_at = :checked_at, updated_at = :updated_at, completed_at = :completed_at,
    ended_at = :ended_at
  WHERE tenant = :tenant AND id = :id`
const TOUCH = `UPDATE journeys SET checked_at = ?, next_check_at = ? WHERE tenant = ? AND id = ? AND ended_at IS NULL`
const TRANSITIONS = `SELECT * FROM transitions WHERE tenant = ? AND journey_id IN (SELECT value FROM json_each(?))
  ORDER BY journey_id, sequence`

/** The part of the store that keeps journeys, over an open connection. */
export function createEmbeddedJourneys(connection: EmbeddedConnection, seal: Seal): JourneyStore {
  const { prepare, run, transact } = connection

  function add(journey: Journey, first: Transition, handle: string | null): boolean {
    const hashes = handle === null ? [] : toHandleHashes(seal, handle, journey.tenant)
    if (prepare(HAS_HANDLE).get(journey.tenant, JSON.stringify(hashes)) !== undefined) return false
    prepare(INSERT).run({
      ...fromJourney(journey, seal),
      sealed_handle: handle === null ? null : sealHandle(seal, handle, journey),
      handle_hash: hashes[0] ?? null,
    })
    prepare(INSERT_TRANSITION).run(fromTransition(first, journey.tenant))
    prepare(NOTE_ACTIVITY).run(journey.createdAt, journey.tenant, journey.applicantId)
    return true
  }

  function append({ tenant, transition, state, nextCheckAt, completedAt }: AppendTransition): boolean {
    const current = prepare(CURRENT).get(tenant, transition.journeyId)
    if (current === undefined || isTerminal(parseWord(current.status, JOURNEY_STATUSES, 'status'))) return false
    if (transition.sequence !== parseNumber(current.sequence, 'sequence') + 1) return false
    prepare(INSERT_TRANSITION).run(fromTransition(transition, tenant))
    const columns = fromJourneyState(state, {
      sequence: transition.sequence,
      nextCheckAt,
      checkedAt: toCheckedAt(transition, parseStoredInstantOrNull(current.checked_at, 'checked_at')),
      updatedAt: transition.observedAt,
      completedAt,
    })
    prepare(ADVANCE).run({ ...columns, tenant, id: transition.journeyId })
    return true
  }

  function selectJourneys(sql: string, tenant: TenantId, ids: readonly string[]): Journey[] {
    return prepare(sql)
      .all(tenant, JSON.stringify(ids))
      .map((row) => toJourney(row, seal))
  }

  return {
    addJourney: (journey, first, handle) => transact(() => add(journey, first, handle)),
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
    appendTransition: (appended) => transact(() => append(appended)),
    touchJourney: (tenant, id, checkedAt, nextCheckAt) =>
      run(() => void prepare(TOUCH).run(checkedAt, nextCheckAt, tenant, id)),
    readTransitions: (tenant, ids) =>
      run(() => prepare(TRANSITIONS).all(tenant, JSON.stringify(ids)).map(toTransition)),
  }
}
