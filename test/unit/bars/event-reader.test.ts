/** The bars' own reader of server-sent events: what it makes of a stream does not hang on how the network cuts it. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createEventReader, type StreamEvent } from '../../whole/bars/harness/sse-subscriber.ts'

const STREAM = ':\n\nid: abc\nevent: next\ndata: {"a":"b: c"}\n\n:\n\nretry: 120\n\nevent: complete\ndata: \n\n'
const EVENTS: readonly StreamEvent[] = [
  { event: '', data: '', id: null, retryMs: null },
  { event: 'next', data: '{"a":"b: c"}', id: 'abc', retryMs: null },
  { event: '', data: '', id: null, retryMs: null },
  { event: '', data: '', id: null, retryMs: 120 },
  { event: 'complete', data: '', id: null, retryMs: null },
]

function readAll(chunks: readonly string[]): StreamEvent[] {
  const events: StreamEvent[] = []
  const read = createEventReader((event) => events.push(event))
  for (const chunk of chunks) read(chunk)
  return events
}

it('reads a stream that comes in one piece', () => {
  expect(readAll([STREAM])).toEqual(EVENTS)
})

it('reads the same stream however it is cut', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: STREAM.length - 1 }), { maxLength: 40 }), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length]
      const chunks = places.slice(1).map((end, index) => STREAM.slice(places[index], end))
      expect(readAll(chunks)).toEqual(EVENTS)
    }),
    { numRuns: 500, seed: 20_250_728 },
  )
})
