/**
 * The only file that opens connections to Redis. Both kinds come back for ever after whatever Redis does, hold no command
 * back for later, and repeat none: a command fails at once when the connection is down, and after `commandTimeoutMs` when
 * Redis is silent. A command that failed so may still have been carried out.
 */
import { Redis } from 'ioredis'
import { Failure } from '../domain/failure.ts'
import { createPatience, type Patience } from './redis-patience.ts'

const LONGEST_RETRY_MS = 1000
/** A socket that was written to and has said nothing for so long is given up. */
const SILENCE_MS = 2000

export interface RedisConnectionOptions {
  readonly url: string
  readonly commandTimeoutMs: number
}

/** Its own time-outs are not used: they would count time in which this process stood still. */
class PatientRedis extends Redis {
  readonly #patience: Patience

  constructor(url: string, commandMs: number) {
    super(url, {
      // The shapes of replies then do not depend on the version of the server.
      protocol: 2,
      disableClientInfo: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      // ioredis does not await its own resubscription: a failure would end the process. `redis-watch.ts` does it.
      autoResubscribe: false,
      connectTimeout: 1000,
      disconnectTimeout: 100,
      retryStrategy: (attempt) =>
        Math.min(LONGEST_RETRY_MS, 50 * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2),
    })
    const patience = createPatience({ commandMs, silenceMs: SILENCE_MS, onSilence: () => destroySocket(this) })
    this.#patience = patience
    this.on('connect', () => this.stream.on('data', patience.heard))
    this.on('close', patience.ended)
  }

  override sendCommand(...sending: Parameters<Redis['sendCommand']>): unknown {
    const reply = super.sendCommand(...sending)
    this.#patience.sent(sending[0])
    return reply
  }
}

/** Begins to connect; never throws and never rejects, whatever happens. */
export function createRedisConnection({ url, commandTimeoutMs }: RedisConnectionOptions): Redis {
  const redis = new PatientRedis(url, commandTimeoutMs)
  // Every failed command says so itself; without a listener ioredis would print to the console.
  redis.on('error', () => undefined)
  redis.on('end', () => {
    // ioredis gives up for good when it is told to drop a connection that it has only just begun to make.
    setTimeout(() => {
      if (redis.listenerCount('end') > 0) redis.connect().catch(() => undefined)
    }, LONGEST_RETRY_MS)
  })
  return redis
}

/** Resolves when the connection can be used; rejects with `STORE_UNAVAILABLE` when it cannot for `timeoutMs`. */
export async function whenReady(redis: Redis, timeoutMs: number): Promise<void> {
  if (redis.status === 'ready') return
  let lastError: unknown = new Error('Redis did not answer')
  await new Promise<void>((resolve, reject) => {
    const onError = (error: unknown): void => {
      lastError = error
    }
    const settle = (settled: () => void): void => {
      clearTimeout(timer)
      redis.off('ready', onReady)
      redis.off('error', onError)
      settled()
    }
    const onReady = (): void => settle(resolve)
    const timer = setTimeout(() => settle(() => reject(toFailure(lastError))), timeoutMs)
    redis.on('error', onError)
    redis.on('ready', onReady)
  })
}

/** Drops a connection that cannot be trusted any more, without asking the other side; a new one follows. */
export function destroySocket(redis: Redis): void {
  // Undefined until the first attempt to connect, whatever its type says.
  const stream: Redis['stream'] | undefined = redis.stream
  stream?.destroy()
}

/** Lets everything that is sent in this turn of the event loop go out in one write: thousands may ask at once. */
export function corkForNow(redis: Redis): void {
  const stream: Redis['stream'] | undefined = redis.stream
  if (stream === undefined || stream.writableCorked > 0) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/** Ends a connection for good; what is under way fails. */
export function endConnection(redis: Redis): void {
  // What would make it come back.
  redis.removeAllListeners('end')
  redis.disconnect()
  destroySocket(redis)
}

/** Whatever went wrong with Redis or with what it gave back, as the one failure that a store has. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  // The message alone: the errors of ioredis carry the command with everything that was to be written.
  const cause = error instanceof Error ? new Error(error.message) : undefined
  return new Failure('STORE_UNAVAILABLE', { cause })
}
