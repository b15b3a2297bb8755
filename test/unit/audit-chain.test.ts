/** Sealing what names a person in the audit trail: each entry's own, however entries of several callers are mixed. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AuditEntry } from '../../src/domain/audit.ts'
import { sealEntries, toContext, toSubjectHashes } from '../../src/store/audit-chain.ts'
import { applicantId, at, TENANT, testSeal } from '../support/store-record.ts'

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
  const seal = testSeal()
  fc.assert(
    fc.property(fc.array(someEntry, { maxLength: 30 }), (entries) => {
      const sealed = sealEntries(seal, TENANT, entries)
      expect(sealed).toHaveLength(entries.length)
      const texts = new Set<string>()
      for (const [index, { applicantId: id, subject, reason, requestId }] of entries.entries()) {
        const { sealed: text, subject_hash, applicant_id } = sealed[index] ?? expect.fail('one for each')
        expect(applicant_id).toBe(id)
        expect(subject_hash).toBe(subject === null ? null : toSubjectHashes(seal, TENANT, subject)[0])
        if (subject === null && reason === null && requestId === null) {
          expect(text).toBeNull()
          continue
        }
        if (text === null) expect.fail('what names somebody is kept')
        expect(JSON.parse(seal.open(text, toContext(TENANT, id)))).toEqual([subject, reason, requestId])
        texts.add(text)
      }
      const different = entries
        .filter((entry) => (entry.subject ?? entry.reason ?? entry.requestId) !== null)
        .map((entry) => JSON.stringify([entry.applicantId, entry.subject, entry.reason, entry.requestId]))
      expect(texts.size).toBe(new Set(different).size)
    }),
  )
})
