/** What subscriptions leave in the audit trail: nothing for progress, one record for each event that shows somebody's data. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Instant, toInstant } from '../../src/domain/date.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import { LAST_SEQUENCE, startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { expectNothingPersonal } from '../support/personal.ts'
import { openStream, TRANSPORTS } from '../support/stream.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

const watch = (fields: string): string =>
  `subscription($id: ID!) { journeyStatusChanged(journeyId: $id) { sequence status journey { percent ${fields} } } }`

describe.each(TRANSPORTS)('a subscription over %s', (transport) => {
  let test: TestGateway
  beforeAll(async () => {
    test = await openTestGateway(TOKEN_ENVIRONMENT)
  })
  afterAll(async () => {
    expectNothingPersonal(test)
    await test[Symbol.asyncDispose]()
  })

  /** Kind and reason of what this subject has left. */
  async function recordedOf(subject: string): Promise<string[]> {
    const range = { tenant: 'demo' as TenantId, from: 0 as Instant, before: toInstant(Date.now() + 1) } // any text is one
    const found: string[] = []
    for await (const lines of test.gateway.store.audit.scan(range)) {
      for (const line of lines) {
        const who = line.open()
        if (who.subject === subject) found.push(`${line.kind} ${who.reason}`)
      }
    }
    return found
  }

  async function follow(fields: string, subject: string, extensions: Record<string, unknown> = {}) {
    const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
    const headers = await tokenHeaders({ subject })
    const url = test.gateway.url
    const stream = openStream({
      url,
      transport,
      query: watch(fields),
      variables: { id: journey.id },
      headers,
      extensions,
    })
    await stream.until(1)
    for (let sequence = 2; sequence <= LAST_SEQUENCE; sequence += 1) {
      await journey.drive(test, sequence)
      await stream.until(sequence)
    }
    expect(await stream.ended).toBe('complete')
    expect(stream.codes).toEqual([])
    test.takeCalls()
    return stream.results
  }

  it('leaves nothing of progress', async () => {
    await follow('step nextCheckAt', 'watcher')
    expect(await recordedOf('watcher')).toEqual([])
  })

  it('leaves one record for each event that names the person, with the reason', async () => {
    const results = await follow('applicant { name mobile }', 'curious', { reason: 'to call back' })
    const kinds = await recordedOf('curious')
    expect(kinds.filter((kind) => kind === 'IDENTITY_READ to call back')).toHaveLength(results.length)
    expect(kinds.every((kind) => /^IDENTITY_(?:READ|UNMASKED) to call back$/.test(kind))).toBe(true)
  })

  it('is refused with a reason that is none', async () => {
    const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
    const wish = { url: test.gateway.url, transport, query: watch('step'), variables: { id: journey.id } }
    const stream = openStream({ ...wish, headers: await tokenHeaders(), extensions: { reason: '' } })
    await stream.ended
    expect(stream.codes).toEqual(['INPUT_REASON'])
    test.takeCalls()
  })
})
