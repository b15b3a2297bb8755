/** Writes down every address that this process connects to or asks the name of, whatever module does it. */
import dns from 'node:dns'
import { isIP, Socket } from 'node:net'

/** From now on; gives `host:port` of each connection, `lookup name` of each name. */
export function recordConnects(): readonly string[] {
  const connects: string[] = []
  const connect = Socket.prototype.connect
  // Its overloads are what every caller in Node comes down to: options first, or an array of the arguments.
  Socket.prototype.connect = function record(this: Socket, ...given: unknown[]): Socket {
    const [first] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given // as net normalises them
    const { host, port, path } = (typeof first === 'object' && first !== null ? first : {}) as Record<string, unknown> // options of connect
    connects.push(typeof path === 'string' ? path : `${String(host)}:${String(port ?? first)}`)
    return Reflect.apply(connect, this, given)
  }
  const lookup = dns.lookup
  dns.lookup = Object.assign(function record(...given: unknown[]): void {
    if (isIP(String(given[0])) === 0) connects.push(`lookup ${String(given[0])}`)
    Reflect.apply(lookup, dns, given)
  }, lookup)
  return connects
}
