/** Serves the documentation at `/docs/` while one develops; never in production. A strict policy: its own style, no script at all. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sendText } from '../answer.ts'
import type { SiteFile } from './site.ts'

export interface DocsSite {
  /** Answers what lies under /docs. */
  handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>
}

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `load` makes the files, at the first request and once; where it rejects, everything is 404 and the reason is told. */
export function createDocsSite(load: () => Promise<readonly SiteFile[]>): DocsSite {
  let loading: Promise<ReadonlyMap<string, SiteFile>> | null = null

  return {
    async handle(path, request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'GET only')
      if (path === '/docs') {
        response.setHeader('location', '/docs/')
        return sendText(response, 302, 'see /docs/')
      }
      loading ??= load().then((files) => new Map(files.map((file) => [`/docs/${file.name}`, file])))
      const files = await loading.catch(() => null)
      if (files === null) return sendText(response, 404, 'The documentation is not here: it needs docs/ and npm ci.')
      const file = files.get(path === '/docs/' ? '/docs/index.html' : path)
      if (file === undefined) return sendText(response, 404, 'not found')
      response
        .writeHead(200, {
          'content-security-policy': POLICY,
          'referrer-policy': 'no-referrer',
          'x-frame-options': 'DENY',
          'cache-control': 'private, no-cache',
          'content-type': file.type,
          'content-length': file.body.length,
        })
        .end(request.method === 'HEAD' ? undefined : file.body)
    },
  }
}
