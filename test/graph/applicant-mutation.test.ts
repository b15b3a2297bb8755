/** Registering and erasing applicants: the same reference is the same person, and what is erased is gone everywhere. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const REGISTER = `mutation($input: ApplicantRegisterInput!) { applicantRegister(input: $input) {
  applicant { id reference name pan mobile createdAt } userErrors { code field message advice }
} }`
const ERASE = `mutation($input: ApplicantEraseInput!) { applicantErase(input: $input) {
  receipt { id applicantId erasedAt journeyCount } userErrors { code field }
} }`
const ASHA = { reference: 'LOAN-77', name: '  Asha   Menon ', pan: 'abcpm1234k', mobile: '+91 98765 43210' }
const PERSONAL = ['Asha', 'Menon', 'ABCPM1234K', '9876543210', 'LOAN-77']

describe('registering an applicant', () => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway()
  })
  afterAll(() => test[Symbol.asyncDispose]())
  afterEach(() => {
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test, PERSONAL)
  })

  // Whatever JSON.parse gives: the payload as a client reads it.
  async function register(input: object): Promise<ReturnType<typeof JSON.parse>> {
    const { data, errors } = await test.ask(REGISTER, { input })
    expect(errors).toEqual([])
    return data.applicantRegister
  }

  it('keeps details in one spelling', async () => {
    const { applicant, userErrors } = await register(ASHA)
    expect(userErrors).toEqual([])
    expect(applicant).toMatchObject({
      reference: 'LOAN-77',
      name: 'Asha Menon',
      pan: 'ABCPM1234K',
      mobile: '9876543210',
    })
  })

  it('gives the same applicant for the same reference, told whole, in part or at the same time', async () => {
    const { applicant } = await register(ASHA)
    const again = await Promise.all([
      register(ASHA),
      register({ reference: ' LOAN-77 ' }),
      register({ reference: 'LOAN-77', pan: 'ABCPM1234K' }),
    ])
    expect(again).toEqual([1, 2, 3].map(() => ({ applicant, userErrors: [] })))
    const racing = await Promise.all([1, 2, 3, 4].map(() => register({ reference: 'LOAN-78' })))
    expect(new Set(racing.map((payload) => payload.applicant.id)).size).toBe(1)
  })

  it.each([{ pan: 'ZZZPM1234K' }, { mobile: '9876543211' }])(
    'refuses the same reference with contradicting details: %o',
    async (details) => {
      await register(ASHA)
      const { applicant, userErrors } = await register({ reference: 'LOAN-77', ...details })
      expect(applicant).toBeNull()
      expect(userErrors).toMatchObject([{ code: 'REFERENCE_TAKEN', field: ['input', 'reference'] }])
      // Who has the reference is not told.
      expect(JSON.stringify(userErrors)).not.toMatch(/Asha|ABCPM|98765/)
    },
  )

  it('tells nobody for a day whether details are right once they were wrong ten times', async () => {
    const GUESSED = { reference: 'LOAN-GUESSED', pan: 'ABCPM5678K' }
    await register(GUESSED)
    for (let right = 0; right < 20; right += 1) expect((await register(GUESSED)).userErrors).toEqual([])
    const guesses = await Promise.all(
      Array.from({ length: 15 }, (_, number) => register({ ...GUESSED, pan: `ABCPM10${10 + number}K` })),
    )
    expect(guesses.map(({ userErrors }) => userErrors[0].code)).toEqual(guesses.map(() => 'REFERENCE_TAKEN'))
    const { applicant, userErrors } = await register(GUESSED)
    expect(applicant).toBeNull()
    expect(userErrors).toMatchObject([{ code: 'REFERENCE_TAKEN', message: expect.stringContaining('too often') }])
    // Without anything to compare it is the same applicant as ever.
    expect((await register({ reference: 'LOAN-GUESSED' })).applicant).toMatchObject({ reference: 'LOAN-GUESSED' })
  })

  it('takes an empty text for one that was left out', async () => {
    const { applicant, userErrors } = await register({ reference: 'LOAN-79', name: '', pan: ' ', mobile: '' })
    expect(userErrors).toEqual([])
    expect(applicant).toMatchObject({ name: null, pan: null, mobile: null })
  })

  it.each([
    [{ pan: 'ABC1234' }, 'PAN_INVALID', 'pan'],
    [{ pan: 'ABCPM1234KK' }, 'PAN_INVALID', 'pan'],
    [{ mobile: '12345' }, 'MOBILE_INVALID', 'mobile'],
    [{ mobile: '5876543210' }, 'MOBILE_INVALID', 'mobile'],
    [{ name: 'x'.repeat(201) }, 'NAME_INVALID', 'name'],
    [{ reference: '   ' }, 'REFERENCE_INVALID', 'reference'],
    [{ reference: 'x'.repeat(101) }, 'REFERENCE_INVALID', 'reference'],
    [{ reference: 'a\u0007b' }, 'REFERENCE_INVALID', 'reference'],
  ])('names the field that is wrong in %o', async (details, code, field) => {
    const { applicant, userErrors } = await register({ reference: 'LOAN-80', ...details })
    expect(applicant).toBeNull()
    expect(userErrors).toEqual([
      { code, field: ['input', field], message: expect.any(String), advice: expect.any(String) },
    ])
    const { data } = await test.ask('{ applicantByReference(reference: "LOAN-80") { id } }')
    expect(data.applicantByReference).toBeNull()
  })
})

describe('erasing an applicant', () => {
  const READ = `query($id: ID!, $journey: ID!, $part: ID!) {
    applicant(id: $id) { id } journey(id: $journey) { id } nodes(ids: [$id, $journey, $part]) { id }
    applicantByReference(reference: "LN-1001") { id } applicants { totalCount }
  }`

  it('leaves nothing to be read by any way, not from memory either, and gives a receipt', async () => {
    await using test = await openTestGateway()
    const id = await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    const { data: before } = await test.ask(
      'query($id: ID!) { applicant(id: $id) { journeys { id } itrFilings { id } } }',
      { id },
    )
    const variables = { id, journey: before.applicant.journeys[0].id, part: before.applicant.itrFilings[0].id }
    expect((await test.ask(READ, variables)).errors).toEqual([])
    expect(test.takeCalls()).toEqual(['itr.data'])

    const { data } = await test.ask(ERASE, { input: { applicantId: id, reason: 'The applicant asked for it.' } })
    const { receipt, userErrors } = data.applicantErase
    expect(userErrors).toEqual([])
    expect(receipt).toMatchObject({ applicantId: id, journeyCount: 2 })
    expect(receipt.id).toMatch(/^\w{8,}$/)
    expect(Math.abs(Date.parse(receipt.erasedAt) - Date.now())).toBeLessThan(60_000)

    const { data: after, errors } = await test.ask(READ, variables)
    expect(after).toEqual({
      applicant: null,
      journey: null,
      nodes: [null, null, null],
      applicantByReference: null,
      applicants: { totalCount: 0 },
    })
    expect(errors.map(({ extensions: { code, erasure } }) => ({ code, erasure }))).toEqual(
      Array.from({ length: 6 }, () => ({
        code: 'APPLICANT_ERASED',
        erasure: { receiptId: receipt.id, erasedAt: receipt.erasedAt },
      })),
    )
    expect(test.takeCalls()).toEqual([])

    const { data: twice } = await test.ask(ERASE, { input: { applicantId: id, reason: 'once more' } })
    expect(twice.applicantErase).toEqual({ receipt, userErrors: [] })
    const again = await test.ask(
      'query($id: String!) { erasureReceipt(id: $id) { id applicantId erasedAt journeyCount } }',
      { id: receipt.id },
    )
    expect(again.data.erasureReceipt).toEqual(receipt)
    const none = await test.ask('{ erasureReceipt(id: "ers_none") { id } }')
    expect(none.errors.map(({ extensions }) => extensions.code)).toEqual(['ERASURE_NOT_FOUND'])
    // The very same ids are in use again, so a report that had stayed in memory would now be given.
    await test.seed('salaried-clean', ['ITR', 'AA_BSA'])
    expect((await test.ask('query($id: ID!) { node(id: $id) { id } }', { id: variables.part })).errors).toEqual([])
    expect(test.takeCalls()).toEqual(['itr.data'])
    expectNothingPersonal(test, ['The applicant asked for it.'])
  })

  it('needs a reason', async () => {
    await using test = await openTestGateway()
    const id = await test.seed('salaried-clean', [])
    for (const reason of ['', '   ', 'x'.repeat(501)]) {
      const { data } = await test.ask(ERASE, { input: { applicantId: id, reason } })
      expect(data.applicantErase).toEqual({
        receipt: null,
        userErrors: [{ code: 'REASON_INVALID', field: ['input', 'reason'] }],
      })
    }
    expect((await test.ask('query($id: ID!) { applicant(id: $id) { id } }', { id })).errors).toEqual([])
    expect(test.takeCalls()).toEqual([])
    expectNothingPersonal(test)
  })
})
