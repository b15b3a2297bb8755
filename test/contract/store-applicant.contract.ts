/** The store contract: adding and finding applicants. */
import { expect } from 'vitest'
import { applicant, applicantId, at, OTHER_TENANT, TENANT, testSeal } from '../support/store-record.ts'
import type { DefineTest } from './store.contract.ts'

export function defineApplicantContract(test: DefineTest): void {
  test('gives an applicant back whole, also after a restart', async ({ store, reopen }) => {
    const whole = applicant({ name: 'मीरा नारायणन', createdAt: at(7) })
    const bare = applicant({ name: null, pan: null, mobile: null })
    expect(await store.addApplicant(whole)).toEqual(whole)
    expect(await store.addApplicant(bare)).toEqual(bare)
    const again = await reopen()
    expect(await again.readApplicantByReference(TENANT, whole.reference)).toEqual(whole)
    expect(await again.readApplicants(TENANT, [bare.id])).toEqual([bare])
  })

  test('gives back the applicant that has the reference already, unchanged', async ({ store }) => {
    const first = await store.addApplicant(applicant({ reference: 'LN-1' }))
    const second = applicant({ reference: 'LN-1', name: 'Somebody Else', pan: null })
    expect(await store.addApplicant(second)).toEqual(first)
    expect(await store.readApplicants(TENANT, [second.id])).toEqual([])
    expect(await store.readApplicantByReference(TENANT, 'LN-1')).toEqual(first)
  })

  test('lets one of several that come at once with the same reference win', async ({ store }) => {
    const rivals = Array.from({ length: 8 }, (_, number) => applicant({ reference: 'LN-1', name: `Rival ${number}` }))
    const answers = await Promise.all(rivals.map((rival) => store.addApplicant(rival)))
    const winner = await store.readApplicantByReference(TENANT, 'LN-1')
    expect(rivals).toContainEqual(winner)
    expect(answers).toEqual(rivals.map(() => winner))
    expect(await store.countApplicants({ tenant: TENANT, order: 'CREATED_ASC', limit: 1 })).toBe(1)
  })

  test('keeps the same reference of two tenants apart', async ({ store }) => {
    const ours = await store.addApplicant(applicant({ reference: 'LN-1' }))
    const theirs = await store.addApplicant(applicant({ reference: 'LN-1', tenant: OTHER_TENANT }))
    expect(theirs.id).not.toBe(ours.id)
    expect(await store.readApplicantByReference(TENANT, 'LN-1')).toEqual(ours)
    expect(await store.readApplicantByReference(OTHER_TENANT, 'LN-1')).toEqual(theirs)
  })

  test('gives only the applicants that exist', async ({ store }) => {
    const [one, two] = [await store.addApplicant(applicant()), await store.addApplicant(applicant())]
    const found = await store.readApplicants(TENANT, [two.id, applicantId('nobody'), one.id])
    expect(found).toHaveLength(2)
    expect(found).toEqual(expect.arrayContaining([one, two]))
    expect(await store.readApplicants(TENANT, [])).toEqual([])
  })

  test('finds a reference only when it is written exactly so', async ({ store }) => {
    await store.addApplicant(applicant({ reference: 'LN-1' }))
    for (const reference of ['ln-1', 'LN-', 'LN-11', 'LN-%', '']) {
      expect(await store.readApplicantByReference(TENANT, reference)).toBeNull()
    }
  })

  test('reads what an older key sealed once a newer key is in front', async ({ store, reopen }) => {
    const before = await store.addApplicant(applicant())
    const again = await reopen({ seal: testSeal('second', 'first') })
    const after = await again.addApplicant(applicant())
    expect(await again.readApplicants(TENANT, [before.id])).toEqual([before])
    const once = await reopen({ seal: testSeal('second') })
    expect(await once.readApplicants(TENANT, [after.id])).toEqual([after])
    await expect(once.readApplicantByReference(TENANT, before.reference)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    })
  })
}
