/** A name server on loopback that gives one name some addresses, as the one inside of Docker or Kubernetes does. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export interface NameServer extends AsyncDisposable {
  /** host:port, UDP. */
  readonly address: string
}

/** Every name that is asked for has these addresses; asked for anything but IPv4 it has none. */
export async function openNameServer(addresses: readonly string[]): Promise<NameServer> {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => socket.send(toAnswer(query, addresses), port, address))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    async [Symbol.asyncDispose]() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

const HEADER_BYTES = 12
const IPV4 = 1

/** The question again, with a record for each address. */
function toAnswer(query: Buffer, addresses: readonly string[]): Buffer {
  // Behind the labels of the name, an empty one at the end, come type and class.
  const end = query.indexOf(0, HEADER_BYTES) + 5
  const isIpv4 = query.readUInt16BE(end - 4) === IPV4
  const records = isIpv4 ? addresses.map(toRecord) : []
  const header = Buffer.from(query.subarray(0, HEADER_BYTES))
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  header.writeUInt32BE(0, 8)
  return Buffer.concat([header, query.subarray(HEADER_BYTES, end), ...records])
}

function toRecord(address: string): Buffer {
  const record = Buffer.from('c00c0001000100000001000400000000', 'hex')
  for (const [at, part] of address.split('.').entries()) record[12 + at] = Number(part)
  return record
}
