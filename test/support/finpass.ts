/**
 * A Finpass in memory that says what the test told it to, and remembers what it was asked. Each operation has a queue of
 * answers; the last one is given again and again.
 */
import { Failure, type FailureCode } from '../../src/domain/failure.ts'
import type { JourneyObservation } from '../../src/domain/journey.ts'
import type { Reading } from '../../src/domain/reading.ts'
import type { FinpassClient, Handle, StartedJourney } from '../../src/finpass/contract.ts'

type Operation = Exclude<keyof FinpassClient, 'close'>
type Answer<Name extends Operation> =
  | Awaited<ReturnType<FinpassClient[Name]>>
  | Failure
  | ((...input: Parameters<FinpassClient[Name]>) => ReturnType<FinpassClient[Name]>)

export interface FinpassCall {
  readonly operation: Operation
  /** The first argument: a handle, or the input of a start. */
  readonly input: unknown
}

export interface ScriptedFinpass {
  readonly client: FinpassClient
  readonly calls: readonly FinpassCall[]
  /** Replaces what `operation` answers. A function answers by itself, e.g. later. */
  script<Name extends Operation>(operation: Name, ...answers: readonly Answer<Name>[]): void
  /** How often `operation` was asked. */
  count(operation: Operation): number
}

const OPERATIONS = [
  'fetchItrStart',
  'fetchItrStatus',
  'fetchItrData',
  'fetchAaBsaStart',
  'fetchAaBsaStatus',
  'fetchAaBsaStatements',
  'fetchAaBsaAnalysis',
  'fetchAccountAggregatorStart',
  'fetchAccountAggregatorReport',
] as const satisfies readonly Operation[]

/** A Finpass that rejects whatever was not scripted with a plain error. */
export function createScriptedFinpass(): ScriptedFinpass {
  const calls: FinpassCall[] = []
  const scripts = new Map<Operation, unknown[]>()

  async function answer(operation: Operation, input: readonly unknown[]): Promise<unknown> {
    calls.push({ operation, input: input[0] })
    const answers = scripts.get(operation)
    if (answers === undefined) throw new Error(`nothing is scripted for ${operation}`)
    const next = answers.length > 1 ? answers.shift() : answers[0]
    if (next instanceof Failure) throw next
    return typeof next === 'function' ? (next as (...input: readonly unknown[]) => unknown)(...input) : next // typed by script()
  }

  const operations = OPERATIONS.map((name) => [name, (...input: readonly unknown[]) => answer(name, input)] as const)
  const client = { ...Object.fromEntries(operations), close: async () => undefined } as unknown as FinpassClient // each answer was typed by script()
  return {
    client,
    calls,
    script: (operation, ...answers) => void scripts.set(operation, [...answers]),
    count: (wanted) => calls.filter(({ operation }) => operation === wanted).length,
  }
}

/** An observation of which only `facts` are known. */
export function observation(facts: Partial<JourneyObservation> = {}): JourneyObservation {
  return {
    status: null,
    step: null,
    stepsCompleted: [],
    stepsFailed: [],
    accounts: [],
    failure: null,
    reportedAt: null,
    ...facts,
  }
}

/** What a start answers. */
export function started(handle: string, parts: Partial<StartedJourney> = {}): StartedJourney {
  return {
    handle: handle as Handle, // made up here
    consentUrl: null,
    expiresAt: null,
    observation: observation({ status: 'INITIATED' }),
    ...parts,
  }
}

/** A report without anything to complain of. */
export function reading<Value>(value: Value): Reading<Value> {
  return { value, issues: [], isMock: true }
}

export function failure(code: FailureCode): Failure {
  return new Failure(code)
}
