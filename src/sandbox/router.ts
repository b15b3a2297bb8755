/**
 * Which operation a method and a path ask for, with every variant the documentation shows: with and without
 * `/api/v1`, refresh with and without `/services`, `bsa` and `bank`, GET and POST.
 */

import { bankAnalysis, bankStatement, bankStatus, initBankJourney } from './aa-bsa.ts'
import { fetchAggregatorJson, fetchAggregatorPdf, initAggregator, refreshAggregator } from './account-aggregator.ts'
import { statementResult, uploadStatement } from './bsa.ts'
import type { Handler } from './context.ts'
import { analyze, itrData, itrStatus } from './itr.ts'

/** Which wrapping an operation's own errors come in. */
export type Family = 'documented' | 'service'

/** One thing Finpass can be asked for. */
export interface Operation {
  readonly name: string
  readonly family: Family
  readonly methods: readonly ('GET' | 'POST')[]
  readonly handler: Handler
}

/** Which of the documented spellings a path used. */
export interface PathVariant {
  readonly hasApiPrefix: boolean
  readonly hasServices: boolean
  readonly saysBank: boolean
}

const BOTH = ['GET', 'POST'] as const

const OPERATIONS = {
  'itr.analyze': operation('itr.analyze', 'documented', ['POST'], analyze),
  'itr.status': operation('itr.status', 'documented', BOTH, itrStatus),
  'itr.data': operation('itr.data', 'documented', BOTH, itrData),
  'aa-bsa.init': operation('aa-bsa.init', 'documented', ['POST'], initBankJourney),
  'aa-bsa.status': operation('aa-bsa.status', 'documented', ['GET'], bankStatus),
  'aa-bsa.statement-result': operation('aa-bsa.statement-result', 'documented', ['GET'], bankStatement),
  'aa-bsa.analysis-json': operation('aa-bsa.analysis-json', 'documented', ['GET'], bankAnalysis),
  'aa.init': operation('aa.init', 'service', ['POST'], initAggregator),
  'aa.fetch-json-report': operation('aa.fetch-json-report', 'service', ['POST'], fetchAggregatorJson),
  'aa.fetch-statement-pdf': operation('aa.fetch-statement-pdf', 'service', ['POST'], fetchAggregatorPdf),
  'aa.refresh-data': operation('aa.refresh-data', 'service', ['POST'], refreshAggregator),
  'bsa.upload-statement': operation('bsa.upload-statement', 'service', ['POST'], uploadStatement),
  'bsa.statement-result': operation('bsa.statement-result', 'service', BOTH, statementResult),
} as const

/** As the journal and the faults name it. */
export type OperationName = keyof typeof OPERATIONS

const PATHS: Readonly<Record<string, OperationName>> = {
  '/itr-analyzer/analyze': 'itr.analyze',
  '/itr-analyzer/status': 'itr.status',
  '/itr-analyzer/data': 'itr.data',
  '/aa-bsa-journey/init': 'aa-bsa.init',
  '/aa-bsa-journey/status': 'aa-bsa.status',
  '/aa-bsa-journey/statement-result': 'aa-bsa.statement-result',
  '/aa-bsa-journey/analysis-json': 'aa-bsa.analysis-json',
  '/services/account-aggregator/init': 'aa.init',
  '/services/account-aggregator/fetch-json-report': 'aa.fetch-json-report',
  '/services/account-aggregator/fetch-statement-pdf': 'aa.fetch-statement-pdf',
  '/services/account-aggregator/refresh-data': 'aa.refresh-data',
  '/account-aggregator/refresh-data': 'aa.refresh-data',
  '/services/bsa/upload-statement': 'bsa.upload-statement',
  '/services/bsa/statement-result': 'bsa.statement-result',
  '/services/bank/statement-result': 'bsa.statement-result',
}

/** The operation at that path; null when Finpass has nothing there. The method is not looked at. */
export function findOperation(path: string): { operation: Operation; variant: PathVariant } | null {
  const hasApiPrefix = path.startsWith('/api/v1/')
  const rest = hasApiPrefix ? path.slice('/api/v1'.length) : path
  const name = Object.hasOwn(PATHS, rest) ? PATHS[rest] : undefined
  if (name === undefined) return null
  const variant = { hasApiPrefix, hasServices: rest.startsWith('/services/'), saysBank: rest.includes('/bank/') }
  return { operation: OPERATIONS[name], variant }
}

function operation(name: string, family: Family, methods: Operation['methods'], handler: Handler): Operation {
  return { name, family, methods, handler }
}
