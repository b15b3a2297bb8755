import { describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { Failure } from '../../src/domain/failure.ts'
import type { TenantId } from '../../src/domain/ids.ts'
import { type Principal, UNBOUND } from '../../src/domain/principal.ts'
import { rememberVerified } from '../../src/server/caller/verified-token.ts'
import { createFakeClock } from '../support/clock.ts'

/** An authenticator that counts how often it is asked, with keys that the test changes. */
function open() {
  const clock = createFakeClock()
  const state = { generation: 1 as number | null, asked: 0, expiresInMs: 60_000 as number | null, isRefused: false }
  const authenticate = rememberVerified(
    async () => {
      state.asked += 1
      if (state.isRefused) throw new Failure('AUTH_INVALID')
      const expiresAt = state.expiresInMs === null ? null : toInstant(clock.now() + state.expiresInMs)
      const principal: Principal = { ...UNBOUND, subject: 's', tenant: 't' as TenantId, scopes: new Set(), expiresAt }
      return principal
    },
    { generation: () => state.generation },
    clock,
  )
  return { clock, state, authenticate }
}

describe('a token that was verified', () => {
  it('is not verified again', async () => {
    const { state, authenticate } = open()
    const first = await authenticate('Bearer a.b.c')
    expect(await authenticate('Bearer a.b.c')).toBe(first)
    expect(state.asked).toBe(1)
    await authenticate('Bearer a.b.d')
    expect(state.asked).toBe(2)
  })

  it('is verified again once it has ended', async () => {
    const { clock, state, authenticate } = open()
    await authenticate('Bearer a.b.c')
    await clock.advance(60_000)
    state.isRefused = true
    await expect(authenticate('Bearer a.b.c')).rejects.toMatchObject({ code: 'AUTH_INVALID' })
  })

  it('is verified again with other keys, and while no key is to be trusted', async () => {
    const { state, authenticate } = open()
    await authenticate('Bearer a.b.c')
    state.generation = 2
    await authenticate('Bearer a.b.c')
    state.generation = null
    await authenticate('Bearer a.b.c')
    expect(state.asked).toBe(3)
  })

  it('is asked about each time as long as it is refused', async () => {
    const { state, authenticate } = open()
    state.isRefused = true
    for (const _ of [1, 2]) await expect(authenticate('Bearer a.b.c')).rejects.toThrow()
    await expect(authenticate('Bearer a.b.c')).rejects.toMatchObject({ code: 'AUTH_INVALID' })
    expect(state.asked).toBe(3)
  })

  it('is forgotten when nobody has shown it for ten minutes, and not before', async () => {
    const { clock, state, authenticate } = open()
    state.expiresInMs = 86_400_000
    for (const token of ['gone', 'here']) await authenticate(token)
    for (let minutes = 0; minutes < 12; minutes += 6) {
      await clock.advance(6 * 60_000)
      await authenticate('here')
    }
    expect(state.asked).toBe(2)
    await authenticate('another')
    await authenticate('here')
    expect(state.asked).toBe(3)
    await authenticate('gone')
    expect(state.asked).toBe(4)
  })
})
