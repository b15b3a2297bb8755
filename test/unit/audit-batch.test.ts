/** Batches of the audit trail: whoever hands entries in hears of exactly the batch that has them. */
import { describe, expect, it } from 'vitest'
import type { TenantId } from '../../src/domain/ids.ts'
import { createAuditBatches } from '../../src/store/audit-batch.ts'
import type { SealedEntry } from '../../src/store/audit-chain.ts'
import { OTHER_TENANT, TENANT } from '../support/store-record.ts'

function entries(count: number, kind = 'IDENTITY_READ'): SealedEntry[] {
  const entry = {
    at: 0,
    kind,
    applicant_id: '',
    journey_id: null,
    sequence: null,
    status: null,
    subject_hash: null,
    sealed: null,
  }
  return Array.from({ length: count }, () => entry)
}

interface Call {
  readonly tenant: TenantId
  readonly draw: () => readonly SealedEntry[]
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Batches over a log that does what the test says. */
function openBatches() {
  const calls: Call[] = []
  const batches = createAuditBatches(
    (tenant, draw) =>
      new Promise((resolve, reject) => {
        calls.push({ tenant, draw, resolve, reject })
      }),
  )
  const call = (at: number): Call => calls[at] ?? expect.fail('not that many batches')
  return { calls, call, add: batches.add }
}

describe('batches of the audit trail', () => {
  it('has in one batch what comes until the log draws it, and in the next what comes later', async () => {
    const { calls, call, add } = openBatches()
    const early = [add(TENANT, entries(1, 'one')), add(TENANT, entries(2, 'two'))]
    const other = add(OTHER_TENANT, entries(1))
    expect(calls.map(({ tenant }) => tenant)).toEqual([TENANT, OTHER_TENANT])
    expect(
      call(0)
        .draw()
        .map(({ kind }) => kind),
    ).toEqual(['one', 'two', 'two'])
    const late = add(TENANT, entries(1, 'late'))
    expect(
      call(2)
        .draw()
        .map(({ kind }) => kind),
    ).toEqual(['late'])
    call(2).reject(new Error('full'))
    await expect(late).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    call(0).resolve()
    await Promise.all(early)
    expect(call(1).draw()).toHaveLength(1)
    call(1).resolve()
    await other
  })

  it('leaves to another batch what is too much for one, and tears nobody apart', async () => {
    const { calls, call, add } = openBatches()
    const all = [300, 300, 900].map((count) => add(TENANT, entries(count)))
    for (let at = 0; at < 3; at += 1) {
      expect(call(at).draw()).toHaveLength([300, 300, 900][at] ?? 0)
      call(at).resolve()
    }
    await Promise.all(all)
    expect(calls).toHaveLength(3)
  })

  it('fails those of a batch that the log never came to, and takes entries again afterwards', async () => {
    const { call, add } = openBatches()
    const lost = add(TENANT, entries(2))
    call(0).reject(new Error('no disk'))
    await expect(lost).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE', cause: { message: 'no disk' } })
    const kept = add(TENANT, entries(1))
    expect(call(1).draw()).toHaveLength(1)
    call(1).resolve()
    await kept
  })

  it('refuses more than can wait, and has room again when some are done', async () => {
    const { call, add } = openBatches()
    const first = add(TENANT, entries(20_000))
    await expect(add(TENANT, entries(1))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' })
    call(0).draw()
    call(0).resolve()
    await first
    void add(TENANT, entries(1))
    expect(call(1).draw()).toHaveLength(1)
  })
})
