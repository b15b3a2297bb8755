/**
 * A TCP load balancer in front of the replicas: connections go round among those whose /readyz answers 200. It knows no
 * HTTP beyond that, so what a replica says on a connection reaches its client unchanged.
 */
import { get } from 'node:http'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'

export interface LoadBalancer extends AsyncDisposable {
  readonly url: string
  /** Ports of the replicas that get new connections. */
  readonly healthy: () => readonly number[]
  /** Resets every connection at one instant, and refuses new ones until `restore` is called. */
  cut(): void
  restore(): void
}

export interface LoadBalancerOptions {
  /** Ports of the replicas, asked for anew every time. */
  readonly ports: () => readonly number[]
  /** @default 200 */
  readonly checkMs?: number
}

const PROBE_MS = 1_000

/** Opens it on a free loopback port; until the first check every replica counts as healthy. */
export async function openLoadBalancer({ ports, checkMs = 200 }: LoadBalancerOptions): Promise<LoadBalancer> {
  const unhealthy = new Set<number>()
  const sockets = new Set<Socket>()
  let turn = 0
  let isCut = false
  const healthy = (): readonly number[] => ports().filter((port) => !unhealthy.has(port))

  async function check(port: number): Promise<void> {
    if (await isReady(port)) unhealthy.delete(port)
    else unhealthy.add(port)
  }
  const timer = setInterval(() => {
    for (const port of ports()) void check(port)
  }, checkMs)

  function connect(client: Socket, tried: readonly number[]): void {
    const candidates = healthy().filter((port) => !tried.includes(port))
    turn += 1
    const port = candidates[turn % Math.max(1, candidates.length)]
    if (port === undefined) return void client.destroy()
    const upstream = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true })
    let isConnected = false
    upstream.once('connect', () => {
      isConnected = true
      upstream.setNoDelay(true)
      client.pipe(upstream)
      upstream.pipe(client)
    })
    upstream.once('error', () => {
      if (isConnected) return void client.destroy()
      // Nothing was sent yet, so another replica may have it.
      unhealthy.add(port)
      connect(client, [...tried, port])
    })
    upstream.once('close', () => {
      if (isConnected) client.destroy()
    })
    client.once('close', () => upstream.destroy())
  }

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: false }, (client) => {
    if (isCut) return void client.resetAndDestroy()
    sockets.add(client)
    client.setNoDelay(true)
    client.on('error', () => client.destroy())
    client.once('close', () => sockets.delete(client))
    connect(client, [])
  })
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve))
  const { port } = server.address() as AddressInfo // listens on TCP

  return {
    url: `http://127.0.0.1:${port}`,
    healthy,
    cut() {
      isCut = true
      for (const socket of sockets) socket.resetAndDestroy()
    },
    restore() {
      isCut = false
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** True when the gateway on this port takes new callers. */
export function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ port, host: '127.0.0.1', path: '/readyz', agent: false, timeout: PROBE_MS }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}
