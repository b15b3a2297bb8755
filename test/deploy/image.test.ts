/** What the Dockerfile promises, read from it; test/whole/image.test.ts does by hand what it says. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { ROOT } from '../guards/source.ts'
import { readImageEnvironment, readStages } from '../support/image.ts'

const stages = readStages()
const image = stages.at(-1) ?? []
const all = (name: string): string[] => image.filter((each) => each.name === name).map(({ text }) => text)
const placeOf = (name: string): number => image.findIndex((each) => each.name === name)
const { devDependencies, scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  devDependencies: Record<string, string>
  scripts: Record<string, string>
}

describe('the image', () => {
  it('brings production packages alone, fetched by a stage that is left behind', () => {
    expect(stages).toHaveLength(2)
    const fetched = stages[0]?.filter(({ name }) => name === 'RUN').map(({ text }) => text)
    expect(fetched).toEqual([expect.stringMatching(/^npm ci --omit=dev --ignore-scripts\b/)])
    expect(all('COPY').filter((text) => text.startsWith('--from='))).toEqual([
      '--from=dependencies /app/node_modules ./node_modules',
    ])
    expect(all('RUN').filter((text) => /\b(?:npm|npx|apt-get|curl)\b/.test(text))).toEqual([])
  })

  it('runs on the Node that the tests run on', () => {
    const [major] = devDependencies.node?.split('.') ?? []
    for (const [first] of stages) expect(first?.text).toMatch(new RegExp(`^node:${major}-`))
  })

  it('takes from the repository what is there, and what is sent to the builder', () => {
    const sent = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')
    expect(sent).toContain('*')
    const taken = all('COPY')
      .filter((text) => !text.startsWith('--from='))
      .map((text) => text.split(' ')[0] ?? '')
    expect(taken.length).toBeGreaterThan(3)
    for (const path of taken) {
      expect(existsSync(join(ROOT, path)), path).toBe(true)
      expect(sent, path).toContain(`!${path}`)
    }
  })

  it('runs as a user without rights, who owns nothing in it but the data', () => {
    expect(all('USER')).toEqual(['node'])
    const rest = image.slice(placeOf('USER') + 1).map(({ name }) => name)
    expect(rest).not.toContain('RUN')
    expect(rest).not.toContain('COPY')
    const given = all('RUN').flatMap((text) => text.match(/--owner=\S+.*? (\S+)(?= &&|$)/g) ?? [])
    expect(given).toEqual(['--owner=node --group=node .compile-cache', '--owner=node --group=node --mode=0700 /data'])
    const cached = all('RUN').find((text) => text.includes('.compile-cache')) ?? ''
    expect(cached).toMatch(
      / && chown --recursive root:root \.compile-cache && chmod --recursive u=rwX,go=rX \.compile-cache$/,
    )
    expect(all('COPY').filter((text) => text.includes('--chown'))).toEqual([])
    expect(all('VOLUME')).toEqual(['/data'])
    expect(readImageEnvironment().DATA_DIR).toBe('/data')
  })

  it('starts what npm starts, with nothing between Node and its signals', () => {
    expect(all('CMD').map((text) => JSON.parse(text))).toEqual([scripts.start?.split(' ')])
    expect(all('ENTRYPOINT')).toEqual([])
  })

  it('is compiled by the user, and with the options, that it is run with', () => {
    const cache = image.findIndex(({ text }) => text.includes('NODE_COMPILE_CACHE='))
    const options = image.findIndex(({ text }) => text.includes('NODE_OPTIONS='))
    const compiled = image.findIndex(({ text }) =>
      text.includes(' setpriv --reuid=node --regid=node --init-groups node src/command/compile.ts '),
    )
    const isCopied = (path: string): boolean =>
      image.slice(0, compiled).some(({ name, text }) => name === 'COPY' && text.startsWith(`${path} `))
    expect(Math.min(cache, options)).toBeGreaterThan(0)
    expect(compiled).toBeGreaterThan(Math.max(cache, options))
    for (const path of ['src', 'schema', 'package.json']) expect(isCopied(path), path).toBe(true)
  })

  it('is one in production, says nothing of secrets, and is asked whether it lives', () => {
    const environment = readImageEnvironment()
    expect(environment).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '4000' })
    expect(Object.keys(environment).filter((name) => /KEY|SECRET|TOKEN|PASSWORD|URL/.test(name))).toEqual([])
    expect(all('EXPOSE')).toEqual(['4000 9464'])
    expect(all('HEALTHCHECK')).toEqual([expect.stringContaining('/livez')])
  })
})

describe('the compose file', () => {
  it('gives the gateway a root file system that nobody writes to, and no rights', () => {
    const { services } = parseDocument(readFileSync(join(ROOT, 'compose.yaml'), 'utf8')).toJS() as {
      services: Record<string, unknown>
    }
    expect(services.gateway).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
  })
})
