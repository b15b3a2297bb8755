/** What a gateway shows to people who look around: the demo app and whom to play in it. Beside the sandbox, never in production. */
import { join } from 'node:path'
import type { Config } from './config.ts'
import { listDemoPersonas } from './demo.ts'
import { PERSONAS } from './sandbox/personas.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import type { RoleTokens } from './server/caller/role-token.ts'
import { type Cast, createCast } from './server/cast.ts'
import { type DemoPage, loadDemoPage } from './server/demo-page.ts'
import { createOriginCheck } from './server/origin.ts'

const APP_FOLDER = join(import.meta.dirname, '../examples/web/built')

export interface Show {
  readonly cast: Cast | null
  readonly demo: DemoPage | null
}

/** Both null in production and beside Finpass itself. Rejects when the built app is not there. */
export async function openShow(config: Config, sandbox: Sandbox | null, roles: RoleTokens): Promise<Show> {
  if (config.isProduction || sandbox === null) return { cast: null, demo: null }
  return {
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
