/**
 * What the bars' gateways write down for whoever asks: nothing until somebody does. A soak lasts an hour and asks for none of it,
 * and what grew there with every journey and every caller who left would be told as growth of the gateway.
 */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { FeedPage, Store } from '../../../src/store/store.ts'
import { countJournalReads } from '../../whole/bars/harness/journal-reads.ts'
import { recordClosings } from '../../whole/bars/harness/server-closing.ts'

const { destroy } = ServerResponse.prototype
const { close } = WebSocket.prototype
afterEach(() => {
  ServerResponse.prototype.destroy = destroy
  WebSocket.prototype.close = close
})

function cut(): void {
  new ServerResponse(new IncomingMessage(new Socket())).destroy()
}

it('tells of the connections that were ended since it was first asked', () => {
  const closings = recordClosings()
  cut()
  expect(closings()).toEqual([])
  cut()
  expect(closings()).toEqual([{ transport: 'sse', code: null, at: expect.any(Number) }])
})

it('tells of the reads since it was last asked, and of none before it was first asked', async () => {
  const page = { entries: [{}] } as unknown as FeedPage // as much of a page as is counted
  const store = { readFeed: async () => page } as unknown as Store // as much of a store as is counted
  const reads = countJournalReads(store)
  const read = (id: string) => store.readFeed({ kind: 'journey', id } as Parameters<Store['readFeed']>[0], 0, 1) // as much of a feed as is counted
  await read('a')
  expect(reads()).toEqual({ mostFetches: 0, fetches: 0, reads: 0 })
  await read('a')
  await read('a')
  await read('b')
  expect(reads()).toEqual({ mostFetches: 2, fetches: 3, reads: 3 })
  expect(reads()).toEqual({ mostFetches: 0, fetches: 0, reads: 0 })
})
