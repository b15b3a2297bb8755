import { expect, it } from 'vitest'
import { Failure } from '../../src/domain/failure.ts'
import type { LogFields } from '../../src/platform/log.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { toFailureLog } from '../../src/gateway/reporting.ts'
import { createTrafficBooks } from '../../src/server/traffic-books.ts'

it('says once that an operation is no longer asked, and not again for each journey that was due', () => {
  const lines: LogFields[] = []
  const log = createLog({ level: 'info', write: (line) => lines.push(JSON.parse(line)) })
  const books = createTrafficBooks(createMetrics({ documentNames: [] }), log)
  books.onBreaker({ operation: 'aa-bsa.status', from: 'closed', to: 'open' })
  const tell = toFailureLog(log)
  for (let journey = 0; journey < 1_000; journey += 1) tell(null, new Failure('FINPASS_CIRCUIT_OPEN'))
  expect(lines).toEqual([expect.objectContaining({ kind: 'aa-bsa.status', status: 'open' })])
  tell(null, new Failure('FINPASS_TIMEOUT'))
  expect(lines).toHaveLength(2)
})
