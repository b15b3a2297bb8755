/** Requests in a minute: at once where one process counts, and soon where several do; never waiting for the store. */
import { describe, expect, it } from 'vitest'
import type { TenantId } from '../../src/domain/ids.ts'
import { type Principal, UNBOUND } from '../../src/domain/principal.ts'
import { createRequestLimit } from '../../src/server/load/request-limit.ts'
import type { Counter } from '../../src/store/counter.ts'
import { createMemoryCounter } from '../../src/store/memory-counter.ts'
import { createFakeClock } from '../support/clock.ts'

const caller = (subject: string, tenant = 'lender'): Principal => ({
  ...UNBOUND,
  subject,
  tenant: tenant as TenantId, // any text is one
  scopes: new Set(),
  expiresAt: null,
})
const limits = { requests: 10, tenantRequests: 15 }

function open(counter: Counter = createMemoryCounter(), clock = createFakeClock(), mostKeys = 1_000) {
  const { admit } = createRequestLimit({ counter, clock, limits, mostKeys })
  const admitMany = (count: number, principal: Principal): number =>
    Array.from({ length: count }, () => admit(principal)).filter((refusal) => refusal === null).length
  return { admit, admitMany, clock }
}

describe('the limit on requests', () => {
  it('lets so many of a caller, and of a tenant, through in a minute', async () => {
    const { admit, admitMany, clock } = open()
    expect(admitMany(20, caller('one'))).toBe(10)
    expect(admitMany(20, caller('two'))).toBe(5)
    expect(admitMany(20, caller('one', 'other'))).toBe(10)
    expect(admit(caller('one'))).toMatchObject({ code: 'LIMIT_REQUESTS', retryAfter: clock.now() + 60_000 })
    await clock.advance(59_999)
    expect(admitMany(1, caller('one'))).toBe(0)
    await clock.advance(1)
    expect(admitMany(20, caller('one'))).toBe(10)
  })

  it('holds over processes once they have told each other', async () => {
    const [counter, clock] = [createMemoryCounter(), createFakeClock()]
    const [one, two] = [open(counter, clock), open(counter, clock)]
    expect(one.admitMany(8, caller('x'))).toBe(8)
    expect(two.admitMany(1, caller('x'))).toBe(1)
    await clock.advance(200)
    expect(two.admitMany(5, caller('x'))).toBe(1)
    await clock.advance(200)
    // Told of the tenth only when it tells something itself.
    expect(one.admitMany(5, caller('x'))).toBeLessThanOrEqual(2)
    await clock.advance(200)
    expect(one.admitMany(5, caller('x'))).toBe(0)
  })

  it('does not count what it refuses, so that a flood ends with its minute', async () => {
    const counted: number[] = []
    const counter = createMemoryCounter()
    const { admitMany, clock } = open({
      count(key, options, now) {
        counted.push(options.amount ?? 1)
        return counter.count(key, options, now)
      },
    })
    admitMany(1_000, caller('one'))
    await clock.advance(1_000)
    expect(counted).toEqual([10, 10])
  })

  it('goes by what it has counted itself while the store is away, and asks it for nothing else', async () => {
    const { admitMany, clock } = open({ count: () => Promise.reject(new Error('away')) })
    expect(admitMany(5, caller('one'))).toBe(5)
    await clock.advance(200)
    expect(admitMany(20, caller('one'))).toBe(5)
    expect(clock.pending()).toBe(1)
    await clock.advance(200)
    expect(clock.pending()).toBe(0)
  })

  it('remembers only so many callers', () => {
    const { admitMany } = open(createMemoryCounter(), createFakeClock(), 50)
    for (let index = 0; index < 500; index += 1) expect(admitMany(1, caller(`c-${index}`, `t-${index}`))).toBe(1)
    expect(admitMany(20, caller('c-499', 't-499'))).toBe(9)
    expect(admitMany(20, caller('c-0', 't-0'))).toBe(10)
  })
})
