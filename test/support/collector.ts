/** A collector of traces: takes OTLP over HTTP as JSON, as a real one does, and keeps every span. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CollectedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
}

export interface Collector extends AsyncDisposable {
  readonly url: string
  readonly spans: readonly CollectedSpan[]
  /** Every body as it came. */
  readonly bodies: readonly string[]
}

interface WireSpan extends Omit<CollectedSpan, 'attributes' | 'links'> {
  readonly attributes?: readonly {
    readonly key: string
    readonly value: { readonly stringValue?: string; readonly intValue?: number | string }
  }[]
  readonly links?: CollectedSpan['links']
}
interface WireBody {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly WireSpan[] }[] }[]
}

/** Listens on a free port of this machine. */
export async function openCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = []
  const bodies: string[] = []
  async function take(request: IncomingMessage): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer) // no encoding is set
    const body = Buffer.concat(pieces).toString('utf8')
    bodies.push(body)
    const { resourceSpans } = JSON.parse(body) as WireBody // or it is refused
    for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans.map(toSpan))
  }
  const server = createServer((request, response) => {
    take(request).then(
      () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
      () => response.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function toSpan({ attributes = [], links = [], ...span }: WireSpan): CollectedSpan {
  const named = attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)] as const)
  return { ...span, links, attributes: Object.fromEntries(named) }
}
