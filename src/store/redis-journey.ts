/** Journeys and what leads to them in the Redis store. */
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import type { Seal } from '../platform/seal.ts'
import { toTransitionEntry } from './audit-chain.ts'
import { parseText, parseWord } from './field.ts'
import { fromSealed } from './redis-audit-row.ts'
import { toKeyPlace } from './redis-key.ts'
import { fromPlace, parseCount, parseList, parseMomentText, parseRow, toMember, toPlace } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'
import { DEFAULT_MAX_ENTRIES, type JournalLimits } from './retention.ts'
import { fromConsent, fromJourneyStart, fromJourneyState, fromTransition, toJourney } from './row.ts'
import { openHandle, sealHandle, toHandleHashes, toWebhookHash } from './sealed-record.ts'
import type { JourneyAddition, Store } from './store.ts'
import type { ReadOrSkip } from './unreadable.ts'

type JourneyStore = Pick<
  Store,
  'addJourney' | 'readJourneys' | 'readJourneysByApplicant' | 'readHandle' | 'readDueJourneys' | 'readJourneyByWebhook'
>

const ADDITIONS = ['ADDED', 'KNOWN', 'FOREIGN', 'GONE'] as const satisfies readonly JourneyAddition[]

/** The part of the store that keeps journeys; `onRecorded` as for the journal. */
export function createRedisJourneys(
  { run }: RedisScript,
  seal: Seal,
  { maxEntries = DEFAULT_MAX_ENTRIES }: JournalLimits,
  readOrSkip: ReadOrSkip,
  onRecorded: (tenant: TenantId) => void,
): JourneyStore {
  function parseJourney(reply: unknown): Journey {
    const [, fixed, state, sequence, next, checked, granted, word] = parseList(reply)
    const row = {
      ...parseRow(fixed, 'fixed'),
      ...parseRow(state, 'state'),
      sequence: Number(sequence),
      next_check_at: parseMomentText(next, 'next'),
      checked_at: parseMomentText(checked, 'checked'),
      consent_granted_at: parseMomentText(granted, 'granted'),
      consent_word: word === '' ? null : word,
    }
    return toJourney(row, seal)
  }

  const parseJourneys = (reply: unknown): Journey[] =>
    parseList(reply).flatMap((record) => {
      const id = fromPlace(parseText(parseList(record)[0], 'place'))
      return readOrSkip('journey', id, () => parseJourney(record)) ?? []
    })
  const toPlaces = (tenant: TenantId, ids: readonly (JourneyId | ApplicantId)[]): string[] => [
    ...new Set(ids.map((id) => toPlace(tenant, id))),
  ]

  return {
    addJourney: async (journey, first, { handle, webhookToken, idempotencyKey }) => {
      const state = fromJourneyState(journey, journey)
      const consent = fromConsent(journey.consent)
      const given = {
        journey: toPlace(journey.tenant, journey.id),
        applicant: toPlace(journey.tenant, journey.applicantId),
        member: toMember(journey),
        fixed: JSON.stringify(fromJourneyStart(journey, seal)),
        state: JSON.stringify(state),
        status: journey.status,
        sequence: journey.sequence,
        next: state.next_check_at ?? null,
        checked: journey.checkedAt,
        ended: state.ended_at ?? null,
        granted: consent.consent_granted_at ?? null,
        word: consent.consent_word ?? null,
        wordState: journey.consent.word?.state ?? null,
        created: journey.createdAt,
        handle: handle === null ? null : sealHandle(seal, handle, journey),
        handleHashes: handle === null ? [] : toHandleHashes(seal, handle),
        webhookHash: webhookToken === null ? null : toWebhookHash(webhookToken),
        idempotencyKey: idempotencyKey === null ? null : toKeyPlace(journey.tenant, idempotencyKey),
        transition: JSON.stringify(fromTransition(first)),
        observed: first.observedAt,
        maxEntries,
        audit: fromSealed(toTransitionEntry(first)),
      }
      const addition = await run('addJourney', given, (reply) => parseWord(reply, ADDITIONS, 'addition'))
      if (addition === 'ADDED') onRecorded(journey.tenant)
      return addition
    },
    readJourneys: (tenant, ids) => run('readJourneys', { journeys: toPlaces(tenant, ids) }, parseJourneys),
    readJourneysByApplicant: (tenant, ids) =>
      run('readJourneysByApplicant', { applicants: toPlaces(tenant, ids) }, parseJourneys),
    readHandle: (tenant, id) =>
      run('readHandle', { journey: toPlace(tenant, id) }, (reply) => {
        const sealed = reply === null ? '' : parseText(reply, 'handle')
        return sealed === '' ? null : openHandle(seal, sealed, { tenant, id })
      }),
    async readDueJourneys(until, limit) {
      const due: Journey[] = []
      // On past those that cannot be opened, or as many of them as `limit` would keep everybody from their turn.
      for (let offset = 0; ; offset += limit) {
        const looked = await run('readDueJourneys', { till: until, limit, offset }, (reply) => {
          const [count, records] = parseList(reply)
          due.push(...parseJourneys(records))
          return parseCount(count)
        })
        if (looked < limit || due.length >= limit) return due.slice(0, limit)
      }
    },
    readJourneyByWebhook: (token) =>
      run('readJourneyByWebhook', { hash: toWebhookHash(token) }, (reply) =>
        reply === null ? null : parseJourney(reply),
      ),
  }
}
