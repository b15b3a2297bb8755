/** Links of Finpass as a caller sees them: where the operator allows it, and nowhere else. */
import { describe, expect, it } from 'vitest'
import { openTestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'

const START = `mutation($id: ID!) { aaBsaJourneyStart(input: { applicantId: $id, mobile: "9000000001" }) {
  journey { id consentUrl } userErrors { code } } }`

describe('a consent link', () => {
  it('is null with a coded error where its origin is not allowed, and the journey has begun all the same', async () => {
    await using test = await openTestGateway()
    const id = await test.seed('salaried-clean', [])
    const foreign = { data: { client_id: 'aabsa_mock_1', status: 'initiated', journey_url: 'https://evil.example/c' } }
    test.sandbox.faults.set({ match: 'aa-bsa.init', kind: 'wrong-shape', body: JSON.stringify(foreign) })
    const { data, errors, text } = await test.ask(START, { id })
    expect(data.aaBsaJourneyStart).toMatchObject({ journey: { consentUrl: null }, userErrors: [] })
    expect(errors).toMatchObject([
      { path: ['aaBsaJourneyStart', 'journey', 'consentUrl'], extensions: { code: 'LINK_NOT_ALLOWED' } },
    ])
    expect(text).not.toContain('evil.example')
    expectNothingPersonal(test, ['evil.example'])
  })
})
