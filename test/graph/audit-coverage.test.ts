/**
 * Every field of the schema that shows something of a person leaves a record when it is read, alone. A new type fails here
 * until it is said what reading it is called in the audit trail, or that there is nothing of anybody in it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditKind } from '../../src/domain/audit.ts'
import { type Instant, toInstant } from '../../src/domain/date.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import { findWays, listFields, TYPES, toQuery } from '../support/field-way.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

/** What reading a type is called. Of those below, the fields of a type are reached by way of the applicant. */
const PERSONAL: Readonly<Record<string, AuditKind>> = {
  Applicant: 'IDENTITY_READ',
  JourneyAccount: 'JOURNEY_READ',
  ...ofKind(
    'TAX_RETURN_READ',
    'FilingStatus ItrFiling ItrIncome ItrTax PostalAddress RefundAccount TaxCredit TaxDemand',
  ),
  ...ofKind('TAX_RETURN_READ', 'TaxJurisdiction TaxProfile'),
  ...ofKind(
    'BANK_DATA_READ',
    'AccountHolder BankAccount MonthlySummary StatementCard Transaction TransactionConnection',
  ),
  ...ofKind('BANK_DATA_READ', 'TransactionEdge TransactionTotals ModeTotals'),
  ...ofKind('ANALYSIS_READ', 'BankAccountAnalysis BsaAnalysis BsaFlags BsaIncome BsaObligations BsaSummary EmiAccount'),
  ...ofKind('ANALYSIS_READ', 'FlaggedTransactions HealthPenalty HealthScore HealthThreshold MonthlyCashFlow'),
  ...ofKind('ANALYSIS_READ', 'SalaryCredit SuspiciousTransactions'),
}

/** Nothing of anybody: ids of ours, states, times, codes, and what only leads on to the above. */
const PLAIN = new Set(
  `ApplicantConnection ApplicantEdge ApplicantErasePayload ApplicantRegisterPayload AuditConnection AuditRecord DataIssue
  ErasureReceipt Failure Journey JourneyConsent JourneyPayload JourneyTransition Mutation PageInfo Period Query Source Subscription UserError
  Viewer`.split(/\s+/),
)

/** Shown whole only with a record of its own besides. */
const MORE: Readonly<Record<string, AuditKind>> = {
  'Applicant.pan': 'IDENTITY_UNMASKED',
  'Applicant.mobile': 'IDENTITY_UNMASKED',
  'TaxProfile.pan': 'IDENTITY_UNMASKED',
  'TaxProfile.mobile': 'IDENTITY_UNMASKED',
  'TaxProfile.email': 'IDENTITY_UNMASKED',
  'AccountHolder.mobile': 'IDENTITY_UNMASKED',
  'ItrFiling.returnJson': 'TAX_RETURN_JSON_READ',
}

function ofKind(kind: AuditKind, types: string): Record<string, AuditKind> {
  return Object.fromEntries(types.split(' ').map((type) => [type, kind]))
}

const WAYS = findWays()
const FIELDS = listFields(TYPES.filter(({ name }) => name in PERSONAL))

describe('every field that shows something of a person', () => {
  let test: TestGateway
  const recorded = new Map<string, readonly string[]>()
  const answers = new Map<string, readonly string[]>()
  beforeAll(async () => {
    test = await openTestGateway()
    const id = await test.seed('several-banks', ['ITR', 'AA_BSA'])
    for (const { coordinate, type, field } of FIELDS) {
      const query = toQuery(WAYS, type, field)
      const { errors } = await test.ask(query, { id }, { 'x-request-id': toRequestId(coordinate) })
      answers.set(
        coordinate,
        errors.map(({ extensions }) => extensions.code),
      )
    }
    const tenant = 'demo' as TenantId // any text is one
    const whole = { tenant, from: 0 as Instant, before: toInstant(Date.now() + 1) }
    for await (const lines of test.gateway.store.audit.scan(whole)) {
      for (const line of lines) {
        const { requestId } = line.open()
        if (requestId !== null) recorded.set(requestId, [...(recorded.get(requestId) ?? []), line.kind])
      }
    }
    test.takeCalls()
  }, 120_000)
  afterAll(async () => {
    expectNothingPersonal(test)
    await test[Symbol.asyncDispose]()
  })

  function toRequestId(coordinate: string): string {
    return `audit-of-${coordinate.replace('.', '-')}`
  }

  it('is of a type that is known here', () => {
    expect(TYPES.length).toBeGreaterThan(40)
    expect(TYPES.map(({ name }) => name).filter((name) => !(name in PERSONAL) && !PLAIN.has(name))).toEqual([])
    expect([...Object.keys(PERSONAL), ...PLAIN].filter((name) => !TYPES.some((type) => type.name === name))).toEqual([])
    expect(Object.keys(PERSONAL).filter((name) => !WAYS.has(name))).toEqual([])
  })

  it('was read', () => {
    expect(FIELDS.length).toBeGreaterThan(150)
    expect([...answers].filter(([, codes]) => codes.length > 0)).toEqual([])
  })

  it('leaves a record of its kind', () => {
    const missing = FIELDS.filter(({ coordinate, type }) => {
      const kinds = recorded.get(toRequestId(coordinate)) ?? []
      const wanted = [PERSONAL[type], MORE[coordinate]].filter((kind) => kind !== undefined)
      return !wanted.every((kind) => kinds.filter((each) => each === kind).length === 1)
    })
    expect(missing.map(({ coordinate }) => `${coordinate}: ${recorded.get(toRequestId(coordinate))?.join()}`)).toEqual(
      [],
    )
  })
})
