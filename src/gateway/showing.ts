/**
 * What a gateway shows to people who look around: the documentation, the demo app and whom to play in it. The last two beside
 * the sandbox alone; none of it in production, where it is not even loaded.
 */
import { join } from 'node:path'
import type { Config } from '../config/config.ts'
import { createSchema } from '../graph/schema.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { RoleTokens } from '../server/caller/role-token.ts'
import type { Cast } from '../server/cast.ts'
import type { DocsSite } from '../server/docs/site-page.ts'
import type { DemoPage } from '../server/demo-page.ts'
import { createOriginCheck } from '../server/origin.ts'

const ROOT = join(import.meta.dirname, '../..')
const APP_FOLDER = join(ROOT, 'examples/web/built')

export interface Show {
  readonly cast: Cast | null
  readonly demo: DemoPage | null
  readonly docs: DocsSite | null
}

/** All null in production; beside Finpass itself there is the documentation. Rejects when the built app is not there. */
export async function openShow(config: Config, sandbox: Sandbox | null, roles: RoleTokens): Promise<Show> {
  if (config.isProduction) return { cast: null, demo: null, docs: null }
  const [{ createDocsSite }, { createSite }] = await Promise.all([
    import('../server/docs/site-page.ts'),
    import('../server/docs/site.ts'),
  ])
  const docs = createDocsSite(() => createSite(ROOT, createSchema()))
  if (sandbox === null) return { cast: null, demo: null, docs }
  const [{ listDemoPersonas }, { PERSONAS }, { createCast }, { loadDemoPage }] = await Promise.all([
    import('./demo.ts'),
    import('../sandbox/personas.ts'),
    import('../server/cast.ts'),
    import('../server/demo-page.ts'),
  ])
  return {
    docs,
    cast: createCast({
      roles: config.authentication.kind === 'off' ? roles : null,
      personas: listDemoPersonas(),
      everybody: PERSONAS.map(({ key, title, name, pan, mobile }) => ({ key, title, name, pan, mobile })),
      skipAhead: (ms) => sandbox.clock.advance(ms),
      mayCall: createOriginCheck(config),
    }),
    demo: await loadDemoPage(APP_FOLDER),
  }
}
