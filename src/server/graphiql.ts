/**
 * The GraphiQL page: self-hosted, so no request leaves the machine, with the saved operations as tabs. Not in production.
 */
import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface GraphiqlPage {
  readonly html: string
  /** Allows this page's own script and nothing from anywhere else. */
  readonly contentSecurityPolicy: string
}

interface Tab {
  readonly query: string
  readonly variables: string
}

/** Builds the page from the operations in `directory`: `x.graphql`, with its variables in `x.variables.json` beside it. */
export async function loadGraphiqlPage(directory: string): Promise<GraphiqlPage> {
  // Loaded on demand: its bundle is nine megabytes, of which production needs none.
  const [{ renderGraphiQL }, defaultTabs] = await Promise.all([
    import('@graphql-yoga/render-graphiql'),
    loadTabs(directory),
  ])
  const html = renderGraphiQL({
    title: 'finpass-graph',
    defaultTabs,
    defaultHeaders: '{}',
    shouldPersistHeaders: false,
    subscriptionsProtocol: 'SSE',
  })
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'))
  return { html, contentSecurityPolicy: toPolicy(script) }
}

async function loadTabs(directory: string): Promise<Tab[]> {
  const files = (await readdir(directory)).toSorted()
  return Promise.all(
    files
      .filter((file) => file.endsWith('.graphql'))
      .map(async (file) => {
        const variables = file.replace(/\.graphql$/, '.variables.json')
        return {
          query: await readFile(join(directory, file), 'utf8'),
          variables: files.includes(variables) ? await readFile(join(directory, variables), 'utf8') : '{}',
        }
      }),
  )
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
