/** Sealing what names a person in the audit trail: each entry's own, however entries of several callers are mixed. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AuditEntry } from '../../src/domain/audit.ts'
import { createEntrySeal, toContext, toSubjectHashes } from '../../src/store/audit-chain.ts'
import { applicantId, at, OTHER_TENANT, TENANT, testSeal } from '../support/store-record.ts'

const someText = fc.constantFrom(null, 'officer', 'file "17"\n')
const someEntry = fc.record({
  at: fc.nat(9).map(at),
  kind: fc.constantFrom<AuditEntry['kind']>('IDENTITY_READ', 'BANK_DATA_READ'),
  applicantId: fc.constantFrom('one', 'two', 'three').map(applicantId),
  journeyId: fc.constant(null),
  sequence: fc.constant(null),
  status: fc.constant(null),
  subject: someText,
  reason: someText,
  requestId: fc.constantFrom(null, 'request-1', 'request-2'),
})

it('seals of each entry who acted, why and in which request, bound to its applicant, the same of one applicant once', () => {
  const seal = testSeal('second', 'first')
  const sealEntries = createEntrySeal(seal)
  fc.assert(
    fc.property(fc.constantFrom(TENANT, OTHER_TENANT), fc.array(someEntry, { maxLength: 30 }), (tenant, entries) => {
      const sealed = sealEntries(tenant, entries)
      expect(sealed).toHaveLength(entries.length)
      const texts = new Set<string>()
      for (const [index, { applicantId: id, subject, reason, requestId }] of entries.entries()) {
        const { sealed: text, subject_hash, applicant_id } = sealed[index] ?? expect.fail('one for each')
        expect(applicant_id).toBe(id)
        expect(subject_hash).toBe(subject === null ? null : toSubjectHashes(seal, tenant, subject)[0])
        if (subject === null && reason === null && requestId === null) {
          expect(text).toBeNull()
          continue
        }
        if (text === null) expect.fail('what names somebody is kept')
        expect(JSON.parse(seal.open(text, toContext(tenant, id)))).toEqual([subject, reason, requestId])
        texts.add(text)
      }
      const different = entries
        .filter((entry) => (entry.subject ?? entry.reason ?? entry.requestId) !== null)
        .map((entry) => JSON.stringify([entry.applicantId, entry.subject, entry.reason, entry.requestId]))
      expect(texts.size).toBe(new Set(different).size)
    }),
  )
})

it('knows each subject of each tenant by its own hash, however many there are', () => {
  const seal = testSeal()
  const sealEntries = createEntrySeal(seal)
  for (let round = 0; round < 2; round += 1) {
    for (let number = 0; number < 2_100; number += 1) {
      const tenant = number % 2 === 0 ? TENANT : OTHER_TENANT
      const subject = `officer-${Math.floor(number / 2)}`
      const [sealed] = sealEntries(tenant, [
        {
          at: at(0),
          kind: 'IDENTITY_READ',
          applicantId: applicantId('one'),
          journeyId: null,
          sequence: null,
          status: null,
          subject,
          reason: null,
          requestId: null,
        },
      ])
      expect(sealed?.subject_hash).toBe(toSubjectHashes(seal, tenant, subject)[0])
    }
  }
})
