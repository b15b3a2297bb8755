/** The sandbox's bodies have the keys and the types of those Finpass recorded, file by file. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '../../src/sandbox/sandbox.ts'
import { ask, fetchReport, finished, type Json, openStill, read } from './support.ts'

const RECORDED = new URL('../support/recorded/', import.meta.url)

/** Keys that are values in disguise: a form's name, a mode of payment. */
const DYNAMIC = [/\.parsed_data\.ITR\.[^.]+/, /\.mode_breakdown\.[^.]+/]

/** Every path of a body with the type found there; of a list, its first element. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return [`${path}: list`, ...(value.length === 0 ? [] : shapeOf(value[0], `${path}[]`))]
  if (typeof value !== 'object' || value === null) {
    return [`${path}: ${value === null ? 'null' : typeof value}`]
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    const inside = DYNAMIC.reduce(
      (text, pattern) => text.replace(pattern, (found) => found.replace(/[^.]+$/, '*')),
      `${path}.${key}`,
    )
    return shapeOf(inner, inside)
  })
}

function distinct(shape: readonly string[]): readonly string[] {
  return [...new Set(shape)].sort()
}

function recorded(name: string): Json {
  return JSON.parse(readFileSync(new URL(name, RECORDED), 'utf8'))
}

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openStill()
})
afterAll(() => sandbox.close())

const bodies: Readonly<Record<string, () => Promise<Json>>> = {
  'itr-init.documented.json': async () =>
    (await ask(sandbox, 'POST', '/api/v1/itr-analyzer/analyze', { username: 'SALPI0001A', password: 'p' })).json(),
  'itr-init.error.INVALID_INPUT.json': async () =>
    (await ask(sandbox, 'POST', '/api/v1/itr-analyzer/analyze', { username: 'NOPAN', password: 'p' })).json(),
  'itr-status.documented.json': () =>
    read(sandbox, `/itr-analyzer/status?job_id=${finished(sandbox, 'salaried-clean', 'ITR')}`, 'documented'),
  'itr-status.observed.json': () =>
    read(sandbox, `/itr-analyzer/status?job_id=${sandbox.seed('salaried-clean', 'ITR', 8_000)}`),
  'itr-status.error.NOT_FOUND.json': () => read(sandbox, '/itr-analyzer/status?job_id=itr_job_x9k2m4p7q1r8'),
  'itr-status.error.UNAUTHORIZED.json': async () =>
    (await ask(sandbox, 'GET', '/itr-analyzer/status?job_id=x', undefined, { 'x-api-secret': 'no' })).json(),
  'itr-data.documented.json': () =>
    read(sandbox, `/itr-analyzer/data?job_id=${finished(sandbox, 'salaried-clean', 'ITR')}`, 'documented'),
  'itr-data.observed.json': () =>
    read(sandbox, `/itr-analyzer/data?job_id=${finished(sandbox, 'salaried-clean', 'ITR')}`),
  'itr-data.error.JOB_INCOMPLETE.json': () =>
    read(sandbox, `/itr-analyzer/data?job_id=${sandbox.seed('salaried-clean', 'ITR', 20_000)}`),
  'aa-bsa-status.documented.json': () =>
    read(sandbox, `/aa-bsa-journey/status?client_id=${finished(sandbox, 'salaried-clean', 'AA_BSA')}`, 'documented'),
  'aa-bsa-status.observed.json': () =>
    read(sandbox, `/aa-bsa-journey/status?client_id=${finished(sandbox, 'salaried-clean', 'AA_BSA')}`),
  'aa-bsa-analysis.documented.json': () =>
    read(
      sandbox,
      `/aa-bsa-journey/analysis-json?client_id=${finished(sandbox, 'salaried-clean', 'AA_BSA')}`,
      'documented',
    ),
  'aa-bsa-analysis.observed.json': () =>
    read(sandbox, `/aa-bsa-journey/analysis-json?client_id=${finished(sandbox, 'salaried-clean', 'AA_BSA')}`),
  'aa-bsa-analysis.error.JOURNEY_INCOMPLETE.json': () =>
    read(
      sandbox,
      `/aa-bsa-journey/analysis-json?client_id=${sandbox.seed('salaried-clean', 'AA_BSA', 70_000)}`,
      'documented',
    ),
  'aa-fetch-json.documented.json': async () =>
    (await fetchReport(sandbox, finished(sandbox, 'salaried-clean', 'ACCOUNT_AGGREGATOR'))).json(),
  'aa-fetch-json.observed.json': async () =>
    (await fetchReport(sandbox, finished(sandbox, 'salaried-clean', 'ACCOUNT_AGGREGATOR'))).json(),
  'aa-fetch-json.error.unauthorized.json': async () =>
    (
      await ask(sandbox, 'POST', '/api/v1/services/account-aggregator/fetch-json-report', {}, { 'x-api-key': '' })
    ).json(),
}

describe('every recorded body', () => {
  test('has a counterpart here, company look-ups aside', () => {
    const names = readdirSync(RECORDED).filter(
      (name) => name.endsWith('.json') && name !== 'pan-lookup.documented.json',
    )
    expect(names.length).toBeGreaterThan(10)
    expect(Object.keys(bodies).sort()).toEqual(names.sort())
  })

  test.each(Object.entries(bodies))('%s is answered in its shape', async (name, body) => {
    expect(distinct(shapeOf(await body()))).toEqual(distinct(shapeOf(recorded(name))))
  })

  test('is worded alike where an error quotes a status', async () => {
    const name = 'aa-bsa-analysis.error.JOURNEY_INCOMPLETE.json'
    expect(await bodies[name]?.()).toEqual(recorded(name))
  })
})
