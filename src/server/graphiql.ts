/**
 * The GraphiQL page: self-hosted, so no request leaves the machine, with the saved operations as tabs. Not in production.
 */
import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export interface GraphiqlPage {
  /** Answers a browser, compressed where it can be; with 304 when the browser has this very page already. */
  send(request: IncomingMessage, response: ServerResponse): Promise<void>
}

interface Tab {
  readonly query: string
  readonly variables: string
}

/** The tab in front: everything about an applicant in one round trip. */
const FIRST_TAB = 'underwriter-view.graphql'
/** Reading comes before writing, so that whoever tries one tab after another changes nothing at first. */
const KINDS = ['query', 'subscription', 'mutation']

/**
 * The name stays on one line. And tabs stay where they are: with more of them than fit, GraphiQL holds a wrong place for
 * each until the first reload, so that one jumped away from under the pointer and no click reached it (seen 2026-11-20).
 * And the page does not scroll: lines of the editors that are hidden counted as its height, so a wheel rolled it away.
 */
const STYLE =
  '.graphiql-logo { white-space: nowrap } .graphiql-tab { transform: none !important } .graphiql-container { position: relative }'

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
    subscriptionsProtocol: 'SSE',
  })
  const html = rendered
    .replace('</style>', () => `${STYLE}</style>`)
    .replace('<script>', () => `<script>${toPreparation(defaultTabs)}`)
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'))
  return createPage(Buffer.from(html), toPolicy(script))
}

async function loadTabs(directory: string): Promise<Tab[]> {
  const files = (await readdir(directory)).toSorted()
  const tabs = await Promise.all(
    files
      .filter((file) => file.endsWith('.graphql'))
      .map(async (file) => {
        const query = await readFile(join(directory, file), 'utf8')
        const variables = file.replace(/\.graphql$/, '.variables.json')
        const tab = {
          query,
          variables: files.includes(variables) ? await readFile(join(directory, variables), 'utf8') : '{}',
        }
        return {
          tab,
          place: file === FIRST_TAB ? -1 : KINDS.indexOf(/^(query|subscription|mutation)\b/m.exec(query)?.[1] ?? ''),
        }
      }),
  )
  return tabs.toSorted((a, b) => a.place - b.place).map(({ tab }) => tab)
}

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
