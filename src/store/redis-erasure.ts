/** Erasing applicants in the Redis store, and the tombstones that are left. */
import type { ApplicantId, JourneyId, TenantId } from '../domain/ids.ts'
import type { Seal } from '../platform/seal.ts'
import { createReceiptId, type Erasure, type ErasureKey, type ErasureStore } from './erasure.ts'
import { parseStoredInstant, parseText } from './field.ts'
import { fromPlace, parseList, toPlace, toTenant } from './redis-reply.ts'
import type { RedisScript } from './redis-script.ts'
import { toReferenceHashes } from './sealed-record.ts'

/** The part of the store that erases. */
export function createRedisErasures({ run }: RedisScript, seal: Seal): ErasureStore {
  const toNames = (tenant: TenantId, by: ErasureKey): string[] =>
    (by.kind === 'reference' ? toReferenceHashes(seal, tenant, by.reference) : [by.id]).map((name) =>
      toPlace(tenant, name),
    )

  return {
    async eraseApplicant(tenant, id, at) {
      const place = toPlace(tenant, id)
      // A reference never changes, so it may be read a step earlier.
      const reference = await run('readReference', { place }, (reply) =>
        reply === null ? null : parseText(reply, 'reference'),
      )
      const [referenceHash = ''] = toReferenceHashes(seal, tenant, reference ?? '')
      return run('eraseApplicant', { place, receipt: createReceiptId(), now: at, referenceHash }, parseErasure)
    },
    readErasure: (tenant, by) => run('readErasure', { kind: by.kind, names: toNames(tenant, by) }, parseErasure),
  }
}

function parseErasure(reply: unknown): Erasure | null {
  if (reply === null) return null
  const [place, receipt, erased, journeys] = parseList(reply).map((part) => parseText(part, 'erasure'))
  const ids = (journeys ?? '').split(' ').filter((id) => id !== '')
  return {
    receiptId: parseText(receipt, 'receipt'),
    tenant: toTenant(place ?? ''),
    applicantId: fromPlace(place ?? '') as ApplicantId, // written by us from one
    journeyIds: ids.map((id) => id as JourneyId), // written by us from ones
    erasedAt: parseStoredInstant(Number(erased), 'erased'),
  }
}
