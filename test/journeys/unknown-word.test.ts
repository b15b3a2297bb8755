/** A status word that nobody has seen reaches the log of a whole gateway, and the word itself does not. */
import { expect, it } from 'vitest'
import { toDemoApplicant } from '../../src/gateway/demo.ts'
import { Secret } from '../../src/platform/secret.ts'
import { openTestGateway } from '../support/gateway.ts'

/** The moment at which the sandbox's ITR job of this persona is at its strange word. */
const AT_STRANGE_WORD_MS = 20_000

it('flags an unknown status word by journey and kind', async () => {
  await using test = await openTestGateway()
  const { store, engine } = test.gateway
  const applicant = await store.addApplicant(toDemoApplicant('unknown-words'))
  const handle = test.sandbox.seed('unknown-words', 'ITR', AT_STRANGE_WORD_MS)
  const journey = await engine.link(applicant, 'ITR', new Secret(handle))
  expect(journey.status).toBe('INITIATED')
  expect(journey.step).not.toBeNull()
  const flags = test.logged.filter((line) => line.includes('unknown status word'))
  expect(flags).toHaveLength(1)
  expect(JSON.parse(flags[0] ?? '')).toMatchObject({ level: 40, journeyId: journey.id, kind: 'ITR' })
  expect(test.logged.join('')).not.toContain(journey.step)
})
