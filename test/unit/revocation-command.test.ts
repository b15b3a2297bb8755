/** The command that revokes: one target, for a time that makes sense, or a plain word of what is wrong. */
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../src/domain/date.ts'
import { parseRevocationCommand, showRevocations } from '../../src/command/revocation-command.ts'

const NOW = toInstant(Date.UTC(2025, 6, 28))
const HOUR_MS = 3_600_000
const read = (...args: readonly string[]) => parseRevocationCommand(args, NOW)

describe('a command line', () => {
  it.each([
    [['--token', 'jti-1'], { kind: 'TOKEN', tokenId: 'jti-1' }, 24],
    [['--key', 'kid-1', '--for', '90m'], { kind: 'KEY', keyId: 'kid-1' }, 1.5],
    [
      ['--subject', 'asha@example.com', '--tenant', 'demo', '--for', '30d'],
      { kind: 'SUBJECT', tenant: 'demo', subject: 'asha@example.com' },
      720,
    ],
  ])('%j names what to revoke, and for how long', (args, target, hours) => {
    expect(read(...args)).toEqual({ revoke: { target, revokedAt: NOW, endsAt: NOW + hours * HOUR_MS } })
  })

  it.each([
    [[], 'Say one thing'],
    [['--token', 'a', '--key', 'b'], 'Say one thing'],
    [['--subject', 'a'], 'belong together'],
    [['--tenant', 'a'], 'belong together'],
    [['--token', ''], '--token is empty'],
    [['--token', 'a', '--for', '24'], '--for is'],
    [['--token', 'a', '--for', '0h'], '--for is'],
    [['--token', 'a', '--for', '401d'], '--for is'],
    [['--list', '--token', 'a'], '--list stands alone'],
    [['--everything'], 'everything'],
    [['a'], 'positional'],
  ])('%j is refused with a reason', (args, reason) => {
    expect(() => read(...args)).toThrow(reason)
  })
})

describe('the list', () => {
  it('shows what is revoked now, the first to end first, with no control character of its own', () => {
    const revoke = (args: readonly string[]) => {
      const command = read(...args)
      if (!('revoke' in command)) throw new Error('that is no revocation')
      return command.revoke
    }
    const kept = [
      revoke(['--key', 'kid\u001b[2J', '--for', '2h']),
      revoke(['--subject', 'asha', '--tenant', 'demo', '--for', '1h']),
      { ...revoke(['--token', 'over']), endsAt: NOW },
    ]
    expect(showRevocations(kept, NOW)).toBe(
      [
        'subject "asha" of "demo", said 2025-07-28T00:00:00.000Z, until 2025-07-28T01:00:00.000Z',
        'key "kid\\u001b[2J", said 2025-07-28T00:00:00.000Z, until 2025-07-28T02:00:00.000Z',
      ].join('\n'),
    )
    expect(showRevocations([], NOW)).toBe('Nothing is revoked.')
  })
})
