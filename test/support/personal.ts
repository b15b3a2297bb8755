/** What must never stand in a log: everything personal that the sandbox knows of its personas, and every Finpass id. */
import { expect } from 'vitest'
import { personOf } from '../../src/sandbox/itr-person.ts'
import { ledgersOf } from '../../src/sandbox/ledger.ts'
import type { Persona } from '../../src/sandbox/persona.ts'
import { PERSONAS } from '../../src/sandbox/personas.ts'
import type { TestGateway } from './gateway.ts'

/** Fails when the log of the gateway is empty, or carries anything of a seeded persona, a Finpass id or one of `more`. */
export function expectNothingPersonal(test: TestGateway, more: readonly string[] = []): void {
  const log = test.logged.join('\n').toLowerCase()
  expect(test.logged.length, 'the gateway has logged something').toBeGreaterThan(0)
  const seeded = PERSONAS.filter(({ key }) => test.personas.has(key))
  const secrets = [...seeded.flatMap(toPersonal), ...more].filter((text) => text !== '')
  if (test.personas.size > 0) expect(secrets.length).toBeGreaterThan(test.personas.size * 10)
  expect(secrets.filter((text) => log.includes(text.toLowerCase()))).toEqual([])
  // Every id that the sandbox mints says so.
  expect(log).not.toContain('_mock_')
}

function toPersonal(persona: Persona): readonly string[] {
  const { pan, mobile, name, holderName } = persona
  const { email, aadhaar, maskedAadhaar, firstName, surname, street } = personOf(persona)
  const ledgers = ledgersOf(persona).flatMap(({ accountNumber, maskedNumber, accountId, lines }) => [
    accountNumber,
    maskedNumber,
    accountId,
    ...new Set(lines.map(({ narration }) => narration)),
  ])
  return [pan, mobile, name, holderName, email, aadhaar, maskedAadhaar, firstName, surname, street, ...ledgers]
}
