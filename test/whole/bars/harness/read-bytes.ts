/** How much a process reads from whom it connects to: every socket that it opens is kept an eye on. */
import { Socket } from 'node:net'

export interface ReadBytes {
  /** Open at this moment. */
  readonly open: number
  /** Of the socket that read the most since it was last asked, open or closed. */
  readonly most: number
}

/** From now on; asked by the port at the other end. */
export function countReadBytes(): (port: number) => ReadBytes {
  const open = new Map<Socket, number>()
  /** What sockets that are kept had read before: of other answers. */
  const before = new WeakMap<Socket, number>()
  const most = new Map<number, number>()
  const note = (socket: Socket, port: number): void =>
    void most.set(port, Math.max(most.get(port) ?? 0, socket.bytesRead - (before.get(socket) ?? 0)))
  const connect = Socket.prototype.connect
  Socket.prototype.connect = function count(this: Socket, ...given: unknown[]): Socket {
    const [first] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given // as net normalises them
    const { port } = (typeof first === 'object' && first !== null ? first : {}) as Record<string, unknown> // options of connect
    const number = Number(port)
    open.set(this, number)
    this.once('close', () => {
      note(this, number)
      open.delete(this)
    })
    return Reflect.apply(connect, this, given)
  }
  return (wanted) => {
    const own = [...open].filter(([, port]) => port === wanted)
    for (const [socket] of own) {
      note(socket, wanted)
      before.set(socket, socket.bytesRead)
    }
    const facts = { open: own.length, most: most.get(wanted) ?? 0 }
    most.delete(wanted)
    return facts
  }
}
