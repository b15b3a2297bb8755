/** The client helper and tokens: a fresh one whenever one is needed, and an end when there can be none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JourneyStep } from '../../client/step.ts'
import { watchJourney } from '../../client/watch.ts'
import type { WatchState } from '../../client/watch-loop.ts'
import { LAST_SEQUENCE, startDrivenJourney } from '../support/driven-journey.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT, tokenHeaders } from '../support/token.ts'

let test: TestGateway
let cleanup: AbortController

beforeEach(async () => {
  test = await openTestGateway(TOKEN_ENVIRONMENT)
  cleanup = new AbortController()
})
afterEach(async () => {
  cleanup.abort()
  await test[Symbol.asyncDispose]()
})

async function createToken(expiresIn: number): Promise<string> {
  return (await tokenHeaders({ expiresIn })).authorization.replace('Bearer ', '')
}

async function readAll(watch: AsyncIterable<JourneyStep>, onStep: (step: JourneyStep) => unknown = () => undefined) {
  const sequences: number[] = []
  for await (const step of watch) {
    sequences.push(step.sequence)
    await onStep(step)
  }
  return sequences
}

describe.each(['websocket', 'sse'] as const)('a watch over %s', (transport) => {
  const options = () => ({ url: `${test.gateway.url}/graphql`, transport, signal: cleanup.signal })

  it('goes on with a fresh token when the old one ends in the middle', async () => {
    const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
    const lives = [2, 300]
    const states: WatchState[] = []
    const watch = watchJourney({
      ...options(),
      journeyId: journey.id,
      token: () => createToken(lives.shift() ?? 300),
      onState(state) {
        states.push(state)
        // Committed while nobody is connected.
        if (state.state === 'waiting') void journey.drive(test, LAST_SEQUENCE)
      },
    })
    expect(await readAll(watch)).toEqual(Array.from({ length: LAST_SEQUENCE }, (_, at) => at + 1))
    expect(states.map(({ state }) => state)).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open'])
    expect(states[2]).toMatchObject({ reason: 'AUTH_INVALID' })
    expect(lives).toEqual([])
  })

  it('throws AUTH_INVALID when the one token it was given is refused', async () => {
    const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
    const watch = watchJourney({ ...options(), journeyId: journey.id, token: 'not.a.token' })
    await expect(readAll(watch)).rejects.toMatchObject({ name: 'WatchError', code: 'AUTH_INVALID' })
  })

  it('throws AUTH_INVALID when the one token it was given ends, although the journey goes on', async () => {
    const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
    const watch = watchJourney({ ...options(), journeyId: journey.id, token: await createToken(2) })
    await expect(readAll(watch)).rejects.toMatchObject({ name: 'WatchError', code: 'AUTH_INVALID' })
  })

  it('throws AUTH_SCOPE when the token does not allow it', async () => {
    const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
    const { authorization } = await tokenHeaders({ scopes: ['pii:read'] })
    const token = authorization.replace('Bearer ', '')
    await expect(readAll(watchJourney({ ...options(), journeyId: journey.id, token }))).rejects.toMatchObject({
      code: 'AUTH_SCOPE',
    })
  })

  it('tries again when there is no token to be had for a while', async () => {
    const journey = await startDrivenJourney(test, { headers: await tokenHeaders() })
    await journey.drive(test, LAST_SEQUENCE)
    let asked = 0
    const watch = watchJourney({
      ...options(),
      journeyId: journey.id,
      async token() {
        asked += 1
        if (asked < 3) throw new Error('the issuer is away')
        return createToken(300)
      },
    })
    expect(await readAll(watch)).toEqual([LAST_SEQUENCE])
    expect(asked).toBe(3)
  })
})
