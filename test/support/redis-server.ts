/**
 * A Redis of its own for a test: the `redis-server` found in PATH, on a free port of the loopback interface, in a
 * directory of its own, ended with `await using`. Never one that was already running.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface RedisServerOptions {
  /** Whether every write is on disk before it is answered. @default false: nothing is ever on disk */
  readonly isDurable?: boolean
}

export interface RedisServer extends AsyncDisposable {
  readonly url: string
  readonly directory: string
  /** Sends a command over a connection of its own and gives the raw reply, up to where Redis falls silent. */
  send(...command: readonly string[]): Promise<string>
  /** Lets the process stand still, or go on. */
  pause(): void
  resume(): void
  /** Ends it as a power cut would, and starts it again on the same port with what is on its disk. */
  kill(): Promise<void>
  restart(): Promise<void>
}

/** Starts a server; rejects when there is no `redis-server` or it does not come up. */
export async function openRedisServer({ isDurable = false }: RedisServerOptions = {}): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), 'finpass-graph-redis-'))
  const port = await findFreePort()
  const durability = isDurable ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no']
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory, '--save', '', ...durability]
  let child = await start(settings)

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    directory,
    send: (...command) => send(port, command),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill,
    async restart() {
      await kill()
      child = await start(settings)
    },
    async [Symbol.asyncDispose]() {
      await kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function start(settings: readonly string[]): Promise<ChildProcess> {
  const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] })
  // A test process that ends early must not leave it behind.
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject)
    child.on('exit', () => reject(new Error('redis-server ended before it was ready')))
  })
  // It is only a failure until the server is up.
  failed.catch(() => undefined)
  if (child.stdout === null) throw new Error('stdout was asked to be a pipe')
  const lines = createInterface({ input: child.stdout })
  const ready = (async () => {
    for await (const line of lines) if (line.includes('Ready to accept connections')) return
    throw new Error('redis-server said nothing')
  })()
  await Promise.race([ready, failed])
  // Nobody reads what it says from here on, and a full pipe would stop it.
  child.stdout.resume()
  return child
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}

function send(port: number, command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const chunks: Buffer[] = []
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
    const words = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')
    // QUIT makes the server end the connection once everything before it is answered.
    socket.write(`*${command.length}\r\n${words}*1\r\n$4\r\nQUIT\r\n`)
  })
}

/** Everything a server is told from the moment `isOn` resolves. */
export function openRedisMonitor({ url }: RedisServer): Disposable & { readonly isOn: Promise<void>; read(): string } {
  const socket = createConnection({ host: '127.0.0.1', port: Number(new URL(url).port) })
  let text = ''
  const isOn = new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      resolve()
    })
  })
  socket.write('MONITOR\r\n')
  return { isOn, read: () => text, [Symbol.dispose]: () => void socket.destroy() }
}
