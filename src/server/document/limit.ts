/**
 * What a document may be, on every transport, before any resolver runs: first its size, then its tokens, then its shape,
 * then the graph's own rules, and last what it would cost. The cheap ones come first, so that none is given more than it
 * can bear. Each has its own code and says how much is allowed.
 */
import {
  type DocumentNode,
  getNamedType,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  parse,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { Failure, type FailureCode } from '../../domain/failure.ts'
import type { Limits } from '../../domain/limit.ts'
import { reckonCost } from './cost.ts'
import { countRepeats, measure, type Shape, toOperations } from './shape.ts'
import { findVariableExcess } from './variable-size.ts'

interface Rule {
  readonly code: FailureCode
  readonly limit: keyof Limits & keyof Shape
  readonly toMessage: (allowed: number) => string
}

const RULES: readonly Rule[] = [
  { code: 'LIMIT_DEPTH', limit: 'depth', toMessage: (most) => `Fields may be nested at most ${most} deep.` },
  {
    code: 'LIMIT_DEPTH',
    limit: 'introspectionDepth',
    toMessage: (most) => `Introspection may be nested at most ${most} deep.`,
  },
  { code: 'LIMIT_ALIASES', limit: 'aliases', toMessage: (most) => `An operation may have at most ${most} aliases.` },
  {
    code: 'LIMIT_ROOT_FIELDS',
    limit: 'rootFields',
    toMessage: (most) => `An operation may have at most ${most} fields at its top.`,
  },
  {
    code: 'LIMIT_DIRECTIVES',
    limit: 'directives',
    toMessage: (most) => `An operation may have at most ${most} directives.`,
  },
]

/** Yoga types what validates loosely. */
type Validate = (...given: readonly unknown[]) => readonly GraphQLError[]

/** What is too much about the document's shape, or null. */
export function findShapeExcess(
  document: DocumentNode,
  limits: Limits,
  credentials: ReadonlySet<string>,
): Failure | null {
  const shapes = measure(document, credentials)
  const { length } = toOperations(document)
  // Those of a fragment count where it is used; one that contains itself is refused also where it is not.
  const used = shapes.filter(({ depth }, at) => at < length || depth === Number.POSITIVE_INFINITY)
  for (const { code, limit, toMessage } of RULES) {
    if (used.some((shape) => shape[limit] > limits[limit])) {
      return new Failure(code, { message: toMessage(limits[limit]) })
    }
  }
  const carried = shapes.slice(0, length).reduce((sum, shape) => sum + shape.credentials, 0)
  if (carried > limits.credentials) {
    const times = limits.credentials === 1 ? 'once' : `${limits.credentials} times`
    return new Failure('LIMIT_CREDENTIALS', { message: `A document may carry credentials at most ${times}.` })
  }
  // Of all operations together: each of them is compared with the schema, whichever is run.
  const fields = shapes.reduce((sum, shape, at) => (at < length ? sum + shape.fields : Math.max(sum, shape.fields)), 0)
  if (fields > limits.fields) {
    const message = `A document may select at most ${limits.fields} fields, its fragments written out.`
    return new Failure('LIMIT_FIELDS', { message })
  }
  if (countRepeats(document) > limits.repeats) {
    const message = `The same field may be selected at most ${limits.repeats} times in one place.`
    return new Failure('LIMIT_REPEATS', { message })
  }
  return null
}

/** Refuses what is beyond the limits. Must stand behind the plugin that decides how documents are validated. */
export function useDocumentLimits(schema: GraphQLSchema, limits: Limits): Plugin {
  const credentials = findCredentialFields(schema)

  function parseBounded(source: Parameters<typeof parse>[0], options?: Parameters<typeof parse>[1]): DocumentNode {
    try {
      return parse(source, { ...options, maxLexicalTokens: limits.tokens })
    } catch (thrown) {
      if (!(thrown instanceof GraphQLError) || !/ more than \d+ tokens/.test(thrown.message)) throw thrown
      throw toError(new Failure('LIMIT_TOKENS', { message: `A document may have at most ${limits.tokens} tokens.` }))
    }
  }

  return {
    onParse({ params: { source }, context, setParseFn }) {
      const text = String(source)
      if (Buffer.byteLength(text) > limits.documentBytes) {
        const message = `A document may have at most ${limits.documentBytes} bytes.`
        throw toError(new Failure('LIMIT_DOCUMENT', { message }))
      }
      const { params } = context as { readonly params?: { readonly variables?: unknown } } // by Yoga, and our own WebSocket endpoint
      const excess = findVariableExcess(params?.variables, limits)
      if (excess !== null) throw toError(excess)
      setParseFn(parseBounded)
    },
    onValidate({ validateFn, setValidationFn }) {
      const validate = validateFn as Validate // Yoga types it loosely
      setValidationFn((validated, document, ...rest) => {
        const excess = findShapeExcess(document as DocumentNode, limits, credentials) // likewise
        return excess === null ? validate(validated, document, ...rest) : [toError(excess)]
      })
    },
    onExecute: ({ args, setResultAndStopExecution }) => stopWhenDear(args, setResultAndStopExecution),
    onSubscribe: ({ args, setResultAndStopExecution }) => stopWhenDear(args, setResultAndStopExecution),
  }

  function stopWhenDear(
    {
      document,
      operationName,
      variableValues,
    }: { document: unknown; operationName?: unknown; variableValues?: unknown },
    stop: (result: { readonly errors: GraphQLError[] }) => void,
  ): void {
    const cost = reckonCost({
      schema,
      document: document as DocumentNode, // Yoga has no types for these; they are what it was asked to run
      operationName: operationName as string | null | undefined, // likewise
      variables: (variableValues ?? {}) as Record<string, unknown>, // likewise
    })
    if (cost <= limits.cost) return
    const message = `This could take ${cost} calls to Finpass; an operation may take at most ${limits.cost}.`
    stop({ errors: [toError(new Failure('LIMIT_COST', { message }))] })
  }
}

function toError(failure: Failure): GraphQLError {
  return new GraphQLError(failure.message, { cause: failure })
}

/** Mutations with a Secret anywhere in their input. */
export function findCredentialFields(schema: GraphQLSchema): ReadonlySet<string> {
  const seen = new Map<string, boolean>()
  function carries(wrapped: GraphQLInputType): boolean {
    const type = getNamedType(wrapped)
    if (!isInputObjectType(type)) return type.name === 'Secret'
    const known = seen.get(type.name)
    if (known !== undefined) return known
    // An input that contains itself carries what its other fields do.
    seen.set(type.name, false)
    const found = Object.values(type.getFields()).some((field) => carries(field.type))
    seen.set(type.name, found)
    return found
  }
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {})
  return new Set(fields.filter(({ args }) => args.some(({ type }) => carries(type))).map(({ name }) => name))
}
