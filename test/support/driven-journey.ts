/**
 * A journey that a test moves step by step: the sandbox's clock goes on and the gateway looks once. Nothing waits, and no
 * look happens by itself as long as the gateway polls rarely and webhooks are dropped.
 */
import { encodeGlobalId, type JourneyId, parseGlobalId, type TenantId } from '../../src/domain/ids.ts'
import type { Journey } from '../../src/domain/journey.ts'
import { PERSONAS } from '../../src/sandbox/personas.ts'
import type { TestGateway } from './gateway.ts'

export interface DrivenJourney {
  /** Global id. */
  readonly id: string
  readonly applicantId: string
  readonly key: JourneyId
  /** Moves on to the given number of transitions, one look after the other. */
  drive(test: TestGateway, sequence: number): Promise<void>
}

/** When each transition after the first has happened, in journey time. */
const STEPS_MS = [11_000, 41_000, 61_000, 121_000]
/** The number of the terminal transition. */
export const LAST_SEQUENCE = 1 + STEPS_MS.length

const START = `mutation($input: AaBsaJourneyStartInput!) {
  aaBsaJourneyStart(input: $input) { journey { id } userErrors { code } }
}`

export interface DriveOptions {
  readonly tenant?: string
  readonly headers?: Record<string, string>
  /** Somebody whose journey completes. @default salaried-clean */
  readonly persona?: string
  /** Adds a journey to an applicant there is; else one is seeded. */
  readonly applicantId?: string
}

/** Starts an AA-BSA journey as any caller does, with its first transition. */
export async function startDrivenJourney(test: TestGateway, options: DriveOptions = {}): Promise<DrivenJourney> {
  const { persona = 'salaried-clean', tenant = 'demo', headers } = options
  test.sandbox.configure({ webhooks: 'drop', dialect: 'documented' })
  const applicantId = options.applicantId ?? (await test.seed(persona, [], tenant))
  const mobile = PERSONAS.find(({ key }) => key === persona)?.mobile
  const { data } = await test.ask(START, { input: { applicantId, mobile } }, headers)
  const id: string = data.aaBsaJourneyStart.journey.id
  const key = parseGlobalId('Journey', id)
  const startedAt = test.sandbox.clock.now()

  async function read({ gateway }: TestGateway): Promise<Journey> {
    const [journey] = await gateway.store.readJourneys(tenant as TenantId, [key]) // any text is one
    if (journey === undefined) throw new Error('the journey is gone')
    return journey
  }

  return {
    id: encodeGlobalId('Journey', key),
    applicantId,
    key,
    async drive(now, sequence) {
      for (let journey = await read(now); journey.sequence < sequence; ) {
        const at = STEPS_MS[journey.sequence - 1]
        if (at === undefined) throw new Error('the journey has ended')
        const { clock } = now.sandbox
        clock.advance(Math.max(0, startedAt + at - clock.now()))
        const latest = await now.gateway.checker.check(journey, 'POLL')
        if (latest?.sequence !== journey.sequence + 1) throw new Error('one look, one transition')
        journey = latest
      }
    },
  }
}
