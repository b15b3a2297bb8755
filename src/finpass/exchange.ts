/**
 * One request to Finpass on its way: takes the answer as undici hands it over, piece by piece, bounded in bytes, and settles
 * once. `http.ts` makes one per request and says when it is given up. No stream is put around a body: most come in one
 * piece, and the stream cost as much as the socket.
 */
import type { Dispatcher } from 'undici'
import { Failure } from '../domain/failure.ts'
import { Body } from './body.ts'
import type { KnownLayouts } from './ledger-text/line-layout.ts'
import type { BodyRoom, Reader } from './traffic/body-room.ts'

type Controller = Dispatcher.DispatchController
type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2]

/** An answer that was read whole. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  /** Null of one that was encoded although plain text was asked for: it is not read. */
  readonly body: Body | null
}

/** What undici calls back, and what gives the call up. */
export class Exchange implements Dispatcher.DispatchHandler {
  /** Resolves with any answer; rejects with a `Failure`, or with undici's own error. */
  readonly answer: Promise<RawAnswer>
  readonly #room: BodyRoom
  readonly #mostBytes: number
  #resolve!: (answer: RawAnswer) => void // set with the promise, before anything can call it
  #reject!: (reason: unknown) => void // likewise
  #controller: Controller | null = null
  #failure: Failure | null = null
  #abort: AbortController | null = null
  #reader: Reader | null = null
  #status = 0
  #headers: Headers = {}
  #announced = 0
  readonly #body: Body

  constructor(mostBytes: number, room: BodyRoom, layouts?: KnownLayouts) {
    this.#mostBytes = mostBytes
    this.#room = room
    this.#body = new Body(layouts)
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /** Why it was given up; null while it goes on. */
  get failure(): Failure | null {
    return this.#failure
  }

  /** Aborts when it is given up. Made for those alone who have to wait: a signal is dear. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    if (this.#failure !== null) this.#abort.abort(this.#failure)
    return this.#abort.signal
  }

  /** Ends it with `failure`, and the socket with it; has no effect on what has been answered or given up already. */
  giveUp(failure: Failure): void {
    if (this.#failure !== null) return
    this.#failure = failure
    this.#abort?.abort(failure)
    this.#controller?.abort(failure)
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#failure !== null) controller.abort(this.#failure)
  }

  onResponseStart(controller: Controller, status: number, headers: Headers): void {
    // An answer to come, not the answer.
    if (status < 200) return
    this.#status = status
    this.#headers = headers
    this.#announced = Number(headers['content-length'])
    if (!isEncoded(headers['content-encoding'])) return
    // Never unpacked: a few kilobytes may become gigabytes, and plain text was asked for. Nor read, so the socket goes.
    if (status < 300) return this.giveUp(new Failure('FINPASS_SHAPE'))
    this.#resolve({ status, headers, body: null })
    controller.abort(new Failure('FINPASS_SHAPE'))
  }

  /** Counts while it reads: a length that is announced may be missing or false. */
  onResponseData(controller: Controller, piece: Buffer): void {
    const body = this.#body
    const isFirst = body.size === 0
    if (body.size + piece.length > this.#mostBytes || this.#announced > this.#mostBytes) {
      return this.giveUp(new Failure('FINPASS_TOO_LARGE'))
    }
    body.add(piece)
    if (!isFirst) this.#holdBack(controller)
  }

  /** Large answers take turns. */
  #holdBack(controller: Controller): void {
    this.#reader ??= this.#room.open()
    const turn = this.#reader.hold(this.#body.size, () => this.signal)
    if (turn === null) return
    controller.pause()
    turn.then(
      () => controller.resume(),
      () => undefined, // it was given up, and is settled by that
    )
  }

  onResponseEnd(): void {
    this.#reader?.leave()
    this.#resolve({ status: this.#status, headers: this.#headers, body: this.#body })
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#reader?.leave()
    this.#reject(this.#failure ?? error)
  }
}

function isEncoded(encoding: string | string[] | undefined): boolean {
  return encoding !== undefined && !/^\s*(identity)?\s*$/i.test(String(encoding))
}
