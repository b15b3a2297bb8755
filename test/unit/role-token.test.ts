/** Roles of the sandbox: each may what it says, a second token may more for a while, and one that has ended is nobody's. */
import { describe, expect, it } from 'vitest'
import type { ApplicantId } from '../../src/domain/ids.ts'
import { hasScope, type Scope, SCOPES } from '../../src/domain/principal.ts'
import { createRoleTokens, type Role, ROLES } from '../../src/server/caller/role-token.ts'
import { createFakeClock } from '../support/clock.ts'

const SECRET = 'a secret of the tests, at least 32 characters'

function findRole(name: Role['name']): Role {
  const role = ROLES.find((each) => each.name === name)
  if (role === undefined) throw new Error(`no role ${name}`)
  return role
}

async function scopesOf(role: Role, isStepUp: boolean): Promise<readonly Scope[]> {
  const tokens = createRoleTokens(SECRET, createFakeClock())
  const principal = await tokens.authenticate(`Bearer ${await tokens.mint(role, { isStepUp })}`)
  return SCOPES.filter((scope) => hasScope(principal, scope))
}

describe('a token of a role', () => {
  it.each(ROLES)('lets the $name do what the role says and nothing more', async (role) => {
    expect(new Set(await scopesOf(role, false))).toEqual(new Set(role.scopes))
  })

  it('shows identifiers whole to nobody, and for a while to who may step up', async () => {
    const whole = await Promise.all(
      ROLES.map(async (role) => [role.name, await scopesOf(role, false), await scopesOf(role, true)] as const),
    )
    expect(whole.filter(([, everyday]) => everyday.includes('pii:read'))).toEqual([])
    const steppedUp = whole.filter(([, , stepUp]) => stepUp.includes('pii:read')).map(([name]) => name)
    expect(steppedUp).toEqual(['senior-underwriter'])
  })

  it('is about one applicant for a borrower', async () => {
    const tokens = createRoleTokens(SECRET, createFakeClock())
    const applicant = 'app_demo_salaried_clean' as ApplicantId
    const token = await tokens.mint(findRole('borrower'), { applicant })
    expect((await tokens.authenticate(`Bearer ${token}`)).applicant).toBe(applicant)
  })

  it('is refused once it has ended, the second one after five minutes', async () => {
    const clock = createFakeClock()
    const tokens = createRoleTokens(SECRET, clock)
    const senior = findRole('senior-underwriter')
    const [everyday, stepUp] = [await tokens.mint(senior), await tokens.mint(senior, { isStepUp: true })]
    await clock.advance(301_000)
    await expect(tokens.authenticate(`Bearer ${stepUp}`)).rejects.toMatchObject({ code: 'AUTH_INVALID' })
    expect((await tokens.authenticate(`Bearer ${everyday}`)).subject).toBe('senior-underwriter')
  })

  it('is refused when another gateway signed it', async () => {
    const clock = createFakeClock()
    const token = await createRoleTokens('another secret of the tests, just as long', clock).mint(findRole('auditor'))
    const refusal = createRoleTokens(SECRET, clock).authenticate(`Bearer ${token}`)
    await expect(refusal).rejects.toMatchObject({ code: 'AUTH_INVALID' })
  })
})

it.each([null, '', 'Bearer x', 'Bearer a.b.c', 'Basic eA=='])(
  'lets %s be the developer who may do all',
  async (header) => {
    const principal = await createRoleTokens(SECRET, createFakeClock()).authenticate(header)
    expect([principal.subject, principal.scopes.size]).toEqual(['developer', SCOPES.length])
  },
)
