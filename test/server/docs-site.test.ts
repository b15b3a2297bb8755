/** The documentation site: every link leads somewhere, every block of code is run, and it is not there in production. */
import { exec } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../src/config/config.ts'
import { createSchema } from '../../src/graph/schema.ts'
import { createSite, PAGES, type SiteFile } from '../../src/server/docs/site.ts'
import { ROOT, readFiles } from '../guards/source.ts'
import { openTestGateway, type TestGateway } from '../support/gateway.ts'

const schema = createSchema()
let files: readonly SiteFile[]

beforeAll(async () => {
  files = await createSite(ROOT, schema)
})

function readPages(): { name: string; html: string }[] {
  return files.filter(({ name }) => name.endsWith('.html')).map(({ name, body }) => ({ name, html: body.toString() }))
}

function findAll(html: string, attribute: string): string[] {
  return [...html.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'g'))].map(([, value = '']) => value)
}

describe('the site', () => {
  it('has no link and no anchor that leads nowhere, and no place twice', () => {
    const pages = readPages()
    expect(pages.length).toBe(PAGES.length + 2)
    const places = new Map(pages.map(({ name, html }) => [name, findAll(html, 'id')]))
    const links = pages.flatMap(({ name, html }) => findAll(html, 'href').map((href) => ({ name, href })))
    expect(links.filter(({ href }) => href.includes('#')).length).toBeGreaterThan(100)
    const dead = links.filter(({ name, href }) => {
      // Of the gateway itself, and of nowhere.
      if (/^http:\/\/127\.0\.0\.1:4000(?:\/|$)/.test(href) || href === 'data:,') return false
      const [file = '', anchor] = href.split('#')
      if (file === 'site.css') return false
      const target = places.get(file === '' ? name : file)
      return target === undefined || (anchor !== undefined && !target.includes(anchor))
    })
    expect(dead).toEqual([])
    for (const [name, ids] of places) expect([name, ids.length]).toEqual([name, new Set(ids).size])
  })

  it('names every type and field of the schema, with what its description says', () => {
    const page = readPages().find(({ name }) => name === 'schema.html')?.html ?? ''
    const ids = new Set(findAll(page, 'id'))
    const types = Object.values(schema.getTypeMap()).filter(({ name }) => /^(?!__)/.test(name))
    const own = types.filter(({ name }) => !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(name))
    expect(own.length).toBeGreaterThan(40)
    expect(own.filter(({ name }) => !ids.has(name)).map(({ name }) => name)).toEqual([])
    const fields = own.flatMap((type) =>
      'getFields' in type ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
    )
    expect(fields.filter((field) => !ids.has(field))).toEqual([])
  })

  it('holds no script and nothing from elsewhere', () => {
    for (const { html } of readPages()) expect(html).not.toMatch(/<script|<iframe|<img|style="|\bon\w+="/)
    expect(files.find(({ name }) => name === 'site.css')?.body.toString()).not.toMatch(/url\(|@import/)
  })

  it('is served with a strict policy, and not in production', async () => {
    await using test = await openTestGateway()
    const { url } = test.gateway
    const page = await fetch(`${url}/docs`)
    expect([page.status, new URL(page.url).pathname]).toEqual([200, '/docs/'])
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'; img-src data:/)
    expect(await page.text()).toContain('<h1 id="quick-start">')
    expect((await fetch(`${url}/docs/site.css`)).headers.get('content-type')).toContain('text/css')
    expect((await fetch(`${url}/docs/..%2fpackage.json`)).status).toBe(404)
    expect((await fetch(`${url}/docs/paging.html`, { method: 'POST' })).status).toBe(405)
    await using production = await openTestGateway({ NODE_ENV: 'production', AUTH: 'off' })
    for (const path of ['/docs', '/docs/', '/docs/paging.html']) {
      expect((await fetch(production.gateway.url + path)).status).toBe(404)
    }
  })
})

interface Block {
  readonly path: string
  readonly language: string
  readonly info: string
  readonly code: string
}

const BLOCKS: readonly Block[] = PAGES.flatMap(([, path]) =>
  [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^```(\w*) ?(.*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', info = '', code = '']) => ({ path, language, info, code }),
  ),
)
const of = (language: string): Block[] => BLOCKS.filter((block) => block.language === language)

describe('a block of code', () => {
  let test: TestGateway

  beforeAll(async () => {
    test = await openTestGateway()
    await test.seedAll()
  }, 60_000)
  afterAll(() => test[Symbol.asyncDispose]())

  it('is of a language that is run here', () => {
    expect(BLOCKS.length).toBeGreaterThan(12)
    expect(BLOCKS.filter(({ language }) => !['graphql', 'sh', 'ts', 'env'].includes(language))).toEqual([])
    for (const language of ['graphql', 'sh', 'ts', 'env']) expect(of(language)).not.toEqual([])
  })

  it.each(of('graphql'))('of GraphQL in $path gives what it says: $code', async ({ code, info }) => {
    const isStream = code.startsWith('subscription')
    const expected = /error=(\w+)/.exec(info)?.[1]
    const answer = isStream ? await readFirstEvent(code) : await test.ask(code)
    expect(answer.errors?.map(({ extensions }: { extensions: { code: string } }) => extensions.code) ?? []).toEqual(
      expected === undefined ? [] : [expected],
    )
    // Nothing is asked about that is not there.
    if (expected === undefined) expect(Object.values(answer.data)).not.toContain(null)
  })

  async function readFirstEvent(query: string) {
    const response = await fetch(`${test.gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query }),
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
      text += piece.value
      const data = /^data: (.+)$/m.exec(text)?.[1]
      if (data === undefined) continue
      await reader?.cancel()
      return JSON.parse(data)
    }
    throw new Error('no event came')
  }

  it.each(
    of('sh').flatMap(({ path, code }) =>
      code
        .trim()
        .split('\n')
        .map((line) => ({ path, line })),
    ),
  )('of a shell in $path does something that there is: $line', async ({ path, line }) => {
    const called = line.replace(/^(?:\w+="[^"]*" )+/, '')
    const [program = ''] = called.split(' ')
    if (program === 'curl') {
      const command = line.replaceAll('http://127.0.0.1:4000', test.gateway.url).replace('curl ', 'curl --max-time 3 ')
      const said = await runShell(command)
      expect(said).toMatch(/"data":|"token":|"advanceMs":/)
      expect(said).not.toContain('"errors"')
    } else if (program === 'npm') {
      const script = /^npm (?:run )?([\w:]+)/.exec(called)?.[1] ?? ''
      const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
      expect(['ci', ...Object.keys(scripts)]).toContain(script)
    } else {
      // The compose file is tried by test/deploy; the others are tools of the readers'.
      expect([path, program]).toEqual([path, expect.stringMatching(/^(?:docker|kubectl|node)$/)])
      if (program === 'docker') expect(existsSync(join(ROOT, 'compose.yaml'))).toBe(true)
    }
  })

  it.each(of('ts'))('of TypeScript in $path stands in a program that is compiled and run', ({ code }) => {
    const programs = readFiles('examples/clients').map(({ text }) => text)
    expect(programs.some((text) => text.includes(code.trimEnd()))).toBe(true)
  })

  it.each(of('env'))('of the environment in $path is one that the gateway takes', ({ code }) => {
    const entries = code
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
    expect(parseConfig(Object.fromEntries(entries))).not.toHaveProperty('problems')
  })
})

/** What it says, also when it is ended by its own limit of time, as a stream is. */
async function runShell(command: string): Promise<string> {
  return promisify(exec)(command).then(
    ({ stdout }) => stdout,
    (thrown: unknown) => (thrown as { stdout?: string }).stdout ?? '', // as exec rejects
  )
}
