/**
 * The demo app of `examples/web`, served at `/` beside the sandbox and nowhere else. Under a strict policy: the page's own
 * files, no inline script or style, nobody else asked. `cast.ts` tells it who there is to try it with.
 */
import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { sendText } from './answer.ts'

export interface DemoPage {
  /** Answers what is asked of the app; false, with nothing sent, when the path is none of its. */
  handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean>
}

interface Asset {
  readonly body: Buffer
  readonly type: string
  readonly etag: string
  compressed: Promise<Buffer> | null
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Reads the built app in this folder, `page.html` and what it loads; rejects when it is not there. */
export async function loadDemoPage(folder: string): Promise<DemoPage> {
  const names = (await readdir(folder)).filter((name) => extname(name) in TYPES)
  const assets = new Map(
    await Promise.all(names.map(async (name) => [toPath(name), await readAsset(join(folder, name))] as const)),
  )

  return {
    async handle(path, request, response) {
      const asset = assets.get(path)
      if (asset === undefined) return false
      if (request.method === 'GET' || request.method === 'HEAD') await sendAsset(asset, request, response)
      else sendText(response, 405, 'GET only')
      return true
    },
  }
}

/** The page is at the root, what it loads under /app/. */
function toPath(name: string): string {
  return name === 'page.html' ? '/' : `/app/${name}`
}

async function readAsset(path: string): Promise<Asset> {
  const body = await readFile(path)
  return {
    body,
    type: TYPES[extname(path)] ?? '',
    etag: `W/"${hash('sha256', body, 'base64url')}"`,
    compressed: null,
  }
}

async function sendAsset(asset: Asset, { headers }: IncomingMessage, response: ServerResponse): Promise<void> {
  const common = {
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    // Kept by the browser, asked about each time: the files keep their names when they change.
    'cache-control': 'private, no-cache',
    vary: 'accept-encoding',
    etag: asset.etag,
  }
  if (headers['if-none-match'] === asset.etag) return void response.writeHead(304, common).end()
  // A font is compressed already.
  const isCompressed = asset.type !== TYPES['.woff2'] && /\bgzip\b/.test(headers['accept-encoding'] ?? '')
  const body = isCompressed ? await (asset.compressed ??= promisify(gzip)(asset.body)) : asset.body
  response
    .writeHead(200, {
      ...common,
      'content-type': asset.type,
      'content-length': body.length,
      ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    })
    .end(body)
}
