/**
 * Queries that were asked before, made ready: found by their text, they are neither parsed nor validated nor planned again. All
 * that depends on who asks and with which variables is done each time, as the engine's plugins do it. Whatever is
 * refused, or is no plain query, is left to them.
 */
import { type DocumentNode, getVariableValues, Kind, type OperationDefinitionNode, visit } from 'graphql'
import { compileQuery } from '../execution/compile.ts'
import { executeQuery, type QueryOutput } from '../execution/execution.ts'
import type { QueryPlan } from '../execution/plan.ts'
import { findSwitches, toFragments } from '../execution/selection.ts'
import { createReckonCost } from './document/cost.ts'
import { findVariableExcess } from './document/variable-size.ts'
import { type Gathered, gather, settleAudit } from './gathered.ts'
import { type Answering, answerKept } from './kept/answering.ts'
import { KeptData } from './kept/data.ts'
import { tagPhase } from './publish.ts'
import { createRequestContext, type GraphServices, type RequestContext, type RequestFacts } from './request/context.ts'
import type { OperationRequest } from './engine.ts'
import type { YogaOptions } from './yoga.ts'

export type PreparedOptions = Pick<YogaOptions, 'schema' | 'limits' | 'identify' | 'showsCalls' | 'answers'> & {
  readonly services: GraphServices
}

/** What a prepared query gave, on record; nothing of it is public yet. */
export interface PreparedOutput extends Gathered {
  /** JSON. */
  readonly data: string | Buffer
  readonly hasData: boolean
}

export interface PreparedQuery {
  /** Null when it has to go the engine's way: nothing was run then. */
  run(request: OperationRequest, facts: RequestFacts): Promise<PreparedOutput | null>
}

export interface PreparedQueries {
  /** The query with this text, when it was made ready; null when it cannot be; undefined when nobody knows yet. */
  find(request: OperationRequest): PreparedQuery | null | undefined
  /** Makes a query ready that was found valid; null when it cannot be. */
  add(request: OperationRequest, document: DocumentNode, operation: OperationDefinitionNode): PreparedQuery | null
}

const MOST_TEXTS = 500
/** Of one query, by what `@skip` and `@include` leave out; whoever asks for more is planned each time. */
const MOST_PLANS = 16
/**
 * Of all together: words and signs of the texts, and planned fields. Each takes some 400 bytes, so some 30 MB. By number
 * alone, a caller filled 256 MB of heap with queries of its own.
 */
const MOST_PARTS = 75_000

/** What is kept of one text. */
interface Kept {
  /** By the name that the request says; null where it says none, which an empty one is not. */
  readonly byName: Map<string | null, PreparedQuery | null>
  parts: number
  /** Asked for since it was last looked at whether it may go. */
  isUsed: boolean
}

export function createPreparedQueries(options: PreparedOptions, mostParts: number = MOST_PARTS): PreparedQueries {
  const byText = new Map<string, Kept>()
  let parts = 0

  function grow(text: string, kept: Kept, by: number): void {
    // It has gone meanwhile, and goes for good with whoever still runs it.
    if (byText.get(text) !== kept) return
    kept.parts += by
    parts += by
    for (const [oldest, its] of byText) {
      if (byText.size <= MOST_TEXTS && parts <= mostParts) return
      byText.delete(oldest)
      if (its.isUsed) {
        its.isUsed = false
        byText.set(oldest, its)
      } else parts -= its.parts
    }
  }

  return {
    find({ query, operationName }) {
      const kept = byText.get(query)
      if (kept === undefined) return undefined
      kept.isUsed = true
      return kept.byName.get(operationName ?? null)
    },
    add({ query, operationName }, document, operation) {
      // A mutation may have a password written into it.
      if (operation.operation !== 'query') return null
      const kept = byText.get(query) ?? { byName: new Map(), parts: 0, isUsed: false }
      byText.set(query, kept)
      grow(query, kept, document.tokenCount ?? query.length)
      const onPlan = (plan: QueryPlan | null): void => grow(query, kept, plan?.fieldCount ?? 0)
      const prepared = hasIntrospection(document) ? null : prepare(options, query, document, operation, onPlan)
      kept.byName.set(operationName ?? null, prepared)
      return prepared
    },
  }
}

/** Who may ask for the schema is looked at when a document is validated. */
function hasIntrospection(document: DocumentNode): boolean {
  let isFound = false
  visit(document, {
    [Kind.FIELD]({ name }) {
      isFound ||= name.value.startsWith('__') && name.value !== '__typename'
    },
  })
  return isFound
}

function prepare(
  { schema, limits, identify, showsCalls, answers, services }: PreparedOptions,
  query: string,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  onPlan: (plan: QueryPlan | null) => void,
): PreparedQuery | null {
  const fragmentsByName = toFragments(document)
  const fragments = Object.fromEntries(fragmentsByName)
  const switches = findSwitches(operation, fragmentsByName)
  const reckonCost = createReckonCost(schema, document, operation)
  const plans = new Map<string, QueryPlan | null>()

  function toPlan(variables: Readonly<Record<string, unknown>>): QueryPlan | null {
    const name = switches.map((each) => (variables[each] === true ? '1' : '0')).join('')
    const known = plans.get(name)
    if (known !== undefined) return known
    const plan = compileQuery({ schema, operation, fragments: fragmentsByName, switches: variables })
    if (plans.size >= MOST_PLANS) return plan
    plans.set(name, plan)
    onPlan(plan)
    return plan
  }

  // Left to the engine whatever the variables are.
  if (switches.length === 0 && toPlan({}) === null) return null
  return {
    async run(request, facts) {
      const { account } = facts
      const { operationName } = request
      const variables = request.variables ?? {}
      if (findVariableExcess(variables, limits) !== null) return null
      const { variableValues } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
      if (variableValues === undefined) return null
      const plan = toPlan(variableValues.coerced)
      if (plan === null || reckonCost(variables) > limits.cost) return null
      account.document = identify(query, document, operationName)
      const contextValue = toContext(services, { ...facts, params: request })
      if (contextValue === null) return null
      account.isRun = true
      const execute = (): Promise<Output> => executeQuery({ schema, plan, fragments, variableValues, contextValue })
      const asked = { document, operationName, variableValues: variables }
      const output =
        answers === null ? await execute() : await answerKept(answers, asked, contextValue, { execute, ...KEEPING })
      tagPhase(output.errors, { code: 'INPUT_INVALID', schema, document })
      const gathered = gather(output.errors, contextValue, account, showsCalls)
      const failure = await settleAudit(contextValue)
      if (failure !== null) return { data: 'null', hasData: false, errors: [failure] }
      return { data: output.text, hasData: output.hasData, ...gathered }
    },
  }
}

/** Null when what the request says of itself is refused, for which it is told why elsewhere. */
function toContext(services: GraphServices, facts: RequestFacts): RequestContext | null {
  try {
    return createRequestContext(services, facts)
  } catch {
    return null
  }
}

type Output = Pick<QueryOutput, 'hasData' | 'errors'> & { readonly text: string | Buffer }

const KEEPING: Omit<Answering<Output>, 'execute'> = {
  toData: ({ text, hasData, errors }) =>
    typeof text === 'string' && hasData && errors.length === 0 ? new KeptData(text) : null,
  fromData: ({ bytes }) => ({ text: bytes, hasData: true, errors: [] }),
}
