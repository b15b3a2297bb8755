/** The words that labels of metrics are made of, where no other room has them. */
import { FAILURES, type FailureCode } from '../domain/failure.ts'

export const OPERATION_TYPES = ['query', 'mutation', 'subscription'] as const
/** `refused`: nothing was run; `failed`: no data came of it; `partial`: some fields had an error. */
export const OPERATION_OUTCOMES = ['ok', 'partial', 'failed', 'refused', 'cancelled'] as const
export const TRANSPORTS = ['http', 'sse', 'ws'] as const
/** Finpass's endpoints by our names; `test/unit/metrics.test.ts` holds them to those of the client. */
export const ENDPOINTS = [
  'itr.start',
  'itr.status',
  'itr.data',
  'aa-bsa.start',
  'aa-bsa.status',
  'aa-bsa.statements',
  'aa-bsa.analysis',
  'aa.start',
  'aa.report',
] as const
/** All of the catalogue: what names an error is a code of ours. */
export const FAILURE_CODES = Object.keys(FAILURES) as readonly FailureCode[] // its keys are the codes
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]

export const UPSTREAM_OUTCOMES = ['OK', ...FAILURE_CODES] as const
export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const
export const FROM = ['fresh', 'shared', 'cached'] as const
/** What a WebSocket was closed with: codes of the protocol, and 403 and 503 for what never became one. */
export const CLOSE_CODES = [
  '1000',
  '1001',
  '1005',
  '1006',
  '1009',
  '1013',
  '4401',
  '4403',
  '4408',
  '403',
  '503',
] as const
export type CloseCode = (typeof CLOSE_CODES)[number] | 'other'
