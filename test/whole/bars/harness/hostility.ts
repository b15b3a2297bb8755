/** What a hostile Finpass does instead of answering; each is played on one response, and ends when its socket does. */
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

export interface Hostility {
  play(response: ServerResponse): void
  /** What the caller is told. */
  readonly code: string
}

const CHUNK = Buffer.alloc(65_536, ' ')
/** A thousand bytes unpack into a million, and members may stand one behind another. */
const MEMBER = gzipSync(Buffer.alloc(16 * 2 ** 20, ' '))

export const HOSTILITIES = {
  acceptAndHang: { code: 'FINPASS_TIMEOUT', play: () => undefined },
  headersThenHang: {
    code: 'FINPASS_TIMEOUT',
    play: (response) => response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders(),
  },
  drip: {
    code: 'FINPASS_TIMEOUT',
    play(response) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 })
      const timer = setInterval(() => response.write(' '), 1_000)
      response.on('close', () => clearInterval(timer))
    },
  },
  oversized: { code: 'FINPASS_TOO_LARGE', play: (response) => pump(response, CHUNK, 200 * 2 ** 20) },
  announcedOversized: {
    code: 'FINPASS_TOO_LARGE',
    play(response) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 200 * 2 ** 20 })
      pump(response, CHUNK, 200 * 2 ** 20)
    },
  },
  resetInBody: {
    code: 'FINPASS_UNREACHABLE',
    play(response) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 })
      response.write('{"client_id":', () => response.socket?.resetAndDestroy())
    },
  },
  malformedJson: {
    code: 'FINPASS_SHAPE',
    play: (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"client_id":,'),
  },
  gzipBomb: {
    code: 'FINPASS_SHAPE',
    play(response) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      // Unpacked this would be a hundred gigabytes.
      pump(response, MEMBER, 6_400 * MEMBER.length)
    },
  },
} as const satisfies Record<string, Hostility>

export type HostilityName = keyof typeof HOSTILITIES

/** As fast as it is taken. */
function pump(response: ServerResponse, piece: Buffer, bytes: number): void {
  let left = bytes
  const write = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= piece.length
      if (!response.write(piece)) return
    }
    response.end()
  }
  response.on('drain', write)
  write()
}
