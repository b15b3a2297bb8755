/**
 * The GraphiQL page: self-hosted, so no request leaves the machine, with the saved operations as tabs, menus of roles and
 * persons where there is a sandbox, and subscriptions over WebSocket. Not in production.
 */
import { hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createChooser } from './chooser.ts'
import { createFetcher } from './fetcher.ts'
import { createForgetfulStorage } from './storage.ts'
import { loadTabs, type Tab } from './tab.ts'

export interface GraphiqlPage {
  /** Answers a browser, compressed where it can be; with 304 when the browser has this very page already. */
  send(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/**
 * The name stays on one line. And tabs stay where they are: with more of them than fit, GraphiQL holds a wrong place for
 * each until the first reload, so that one jumped away from under the pointer and no click reached it (seen 2026-11-20).
 * And the page does not scroll: lines of the editors that are hidden counted as its height, so a wheel rolled it away.
 */
const STYLE = `.graphiql-logo { white-space: nowrap } .graphiql-tab { transform: none !important }
.graphiql-container { position: relative }
.finpass-title { display: flex; gap: 8px; align-items: center }
@media (max-width: 1100px) { .finpass-title b { display: none } .finpass-title select { max-width: 8em } }
.finpass-title select { max-width: 15em; padding: 4px; border: 1px solid hsla(var(--color-neutral), var(--alpha-tertiary));
  border-radius: 4px; background: hsl(var(--color-base)); color: hsl(var(--color-neutral)); font: inherit; font-size: 13px }`

/** Builds the page from the operations in `directory`: `x.graphql`, with its variables in `x.variables.json` beside it. */
export async function loadGraphiqlPage(directory: string): Promise<GraphiqlPage> {
  // Loaded on demand: its bundle is nine megabytes, of which production needs none.
  const [{ renderGraphiQL }, defaultTabs] = await Promise.all([
    import('@graphql-yoga/render-graphiql'),
    loadTabs(directory),
  ])
  const rendered = renderGraphiQL({
    title: 'finpass-graph',
    defaultTabs,
    defaultHeaders: '{}',
    shouldPersistHeaders: false,
  })
  const html = toOurs(rendered, [
    ['</style>', `${STYLE}</style>`],
    ['<script>', `<script>${toPreparation(defaultTabs)}`],
    // The texts of the editors are then within reach of our menus.
    ['globalAPI: false', 'globalAPI: true'],
    ['YogaGraphiQL.renderYogaGraphiQL(', `${OWN_PART}(`],
    [/\bplugins:\[(\w+)\](?=,schemaDescription:)/, `plugins:[${findHistoryPlugin(rendered)},$1]`],
  ])
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'))
  return createPage(Buffer.from(html), toPolicy(script))
}

/** Throws when the page is not as it was when this was written: it would work, but without our part. */
function toOurs(html: string, changes: readonly (readonly [from: string | RegExp, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    const at = typeof from === 'string' ? text.indexOf(from) : text.search(from)
    if (at === -1) throw new Error(`the GraphiQL page has no ${String(from)} any more`)
    return typeof from === 'string' ? text.replace(from, () => to) : text.replace(from, to)
  }, html)
}

/** What GraphiQL's own plugin of the queries that were run is called in the bundle; Yoga leaves it out of its list. */
function findHistoryPlugin(html: string): string {
  const name = /\bconst (\w+)=\{title:"History"/.exec(html)?.[1]
  if (name === undefined) throw new Error('the GraphiQL page has no history any more')
  return name
}

/** Draws GraphiQL with parts of ours. They run from their own texts, inside the one script that the policy allows. */
const OWN_PART = `((root, options) => YogaGraphiQL.renderYogaGraphiQL(root, {
  ...options,
  ...(${String(createChooser)})(self),
  storage: (${String(createForgetfulStorage)})(localStorage),
  fetcher: (${String(createFetcher)})(self),
}))`

/**
 * GraphiQL takes what stands in its editors from what the browser remembers, not from the tab in front. A browser that
 * remembers nothing yet is given that tab here: otherwise its variables are missing, and every reload adds an empty tab.
 */
function toPreparation([first]: readonly Tab[]): string {
  const { query, variables } = first ?? { query: '', variables: '{}' }
  return `if (localStorage.getItem('graphiql:tabState') === null) {
    localStorage.setItem('graphiql:query', ${JSON.stringify(query)})
    localStorage.setItem('graphiql:variables', ${JSON.stringify(variables)})
  }
  `
}

function createPage(html: Buffer, contentSecurityPolicy: string): GraphiqlPage {
  const etag = `W/"${hash('sha256', html, 'base64url')}"`
  let compressed: Promise<Buffer> | null = null
  // Not before somebody opens the page: most starts of the gateway are for something else.
  const compress = (): Promise<Buffer> => (compressed ??= promisify(gzip)(html))
  const headers = {
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    // Kept by the browser, asked about each time: the operations in it change with the checkout.
    'cache-control': 'private, no-cache',
    vary: 'accept, accept-encoding',
    etag,
  }
  return {
    async send(request, response) {
      if (request.headers['if-none-match'] === etag) {
        response.writeHead(304, headers).end()
        return
      }
      const isCompressed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
      const body = isCompressed ? await compress() : html
      response
        .writeHead(200, {
          ...headers,
          'content-type': 'text/html; charset=utf-8',
          'content-length': body.length,
          ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
        })
        .end(body)
    },
  }
}

function toPolicy(script: string): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash('sha256', script, 'base64')}'`,
    // The editor runs its language services in workers made from text inside the page.
    'worker-src blob:',
    // The editor sets styles on elements it draws; there is no way to name them beforehand.
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
