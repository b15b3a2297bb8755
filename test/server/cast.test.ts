/** Who can be played in the sandbox: roles with tokens that hold, made-up people that are there, and only in the sandbox. */
import { expect, it } from 'vitest'
import { PERSONAS } from '../../src/sandbox/personas.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'
import { TOKEN_ENVIRONMENT } from '../support/token.ts'

const VIEWER = '{ viewer { subject tenant scopes } applicants { totalCount } }'

async function readCast(test: TestGateway) {
  const answer = await fetch(`${test.gateway.url}/sandbox/cast`)
  return (await answer.json()) as { roles: { name: string }[]; personas: { reference: string; applicantId: string }[] }
}

async function getToken(test: TestGateway, search: string): Promise<Response> {
  return fetch(`${test.gateway.url}/sandbox/role-token?${search}`)
}

it('lists every role with a token that is that role', async () => {
  await using test = await openTestGateway()
  const { roles } = await readCast(test)
  expect(roles.map(({ name }) => name)).toEqual(['underwriter', 'senior-underwriter', 'borrower', 'auditor'])
  for (const { name } of roles) {
    const answer = await getToken(test, `role=${name}`)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { token } = await answer.json()
    const { data } = await test.ask(VIEWER, {}, { authorization: `Bearer ${token}` })
    expect(data.viewer).toMatchObject({ subject: name, tenant: 'demo' })
  }
})

it('lists the people who are there, by their ids', async () => {
  await using test = await openTestGateway()
  await test.seedAll()
  const { personas } = await readCast(test)
  const { data } = await test.ask('{ applicants(first: 100) { nodes { id reference } } }')
  const there = data.applicants.nodes.map(({ id, reference }: { id: string; reference: string }) => [reference, id])
  expect(personas.map(({ reference, applicantId }) => [reference, applicantId])).toEqual(
    there.toSorted(([a]: string[], [b]: string[]) => (a ?? '').localeCompare(b ?? '')),
  )
  expect(personas.length).toBeLessThanOrEqual(PERSONAS.length)
})

it('gives a borrower the one applicant that is named, and never a token of staff', async () => {
  await using test = await openTestGateway()
  await test.seed('salaried-clean', [])
  const applicant = await test.seed('emi-bounces', [])
  for (const search of [`applicant=${applicant}`, 'applicant=', '']) {
    const { token } = await (await getToken(test, `role=borrower&${search}`)).json()
    const { data } = await test.ask('{ applicants { nodes { id } } }', {}, { authorization: `Bearer ${token}` })
    expect(data.applicants.nodes).toHaveLength(1)
    if (search.endsWith(applicant)) expect(data.applicants.nodes).toEqual([{ id: applicant }])
  }
  expect((await getToken(test, 'role=borrower&applicant=nobody')).status).toBe(400)
  expect((await getToken(test, 'role=admin')).status).toBe(404)
})

it('gives no token where callers need one, and nothing at all in production', async () => {
  await using guarded = await openTestGateway(TOKEN_ENVIRONMENT)
  expect((await readCast(guarded)).roles).toEqual([])
  expect((await getToken(guarded, 'role=underwriter')).status).toBe(404)
  await using production = await openTestGateway({ NODE_ENV: 'production', AUTH: 'off' })
  for (const path of ['cast', 'role-token?role=underwriter']) {
    expect((await fetch(`${production.gateway.url}/sandbox/${path}`)).status).toBe(404)
  }
})

it('answers no page of another origin', async () => {
  await using test = await openTestGateway()
  const url = `${test.gateway.url}/sandbox/role-token?role=underwriter`
  const foreign = [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }]
  for (const headers of foreign) expect((await fetch(url, { headers })).status).toBe(403)
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  expect((await fetch(url)).headers.get('access-control-allow-origin')).toBeNull()
})
