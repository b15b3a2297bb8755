/**
 * A process of its own for test/unit/young-heap.test.ts: one literal makes what stays, and then what goes and leads to
 * something large. Says how many bytes are old that have died.
 */
import { getHeapSpaceStatistics } from 'node:v8'
import { keepRequestsYoung } from '../../src/platform/young-heap.ts'
import { createBallast } from './young-heap.ts'

keepRequestsYoung()

/** As `[existing, listener]` in node:events. */
function pair(first: unknown, second: unknown): unknown[] {
  return [first, second]
}

function readOldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? 0
}

const staying: unknown[] = []
for (let each = 0; each < 1_000_000; each += 1) staying.push(pair(each, staying))
const before = readOldBytes()
let latest: unknown
for (let each = 0; each < 6_000; each += 1) latest = pair(createBallast(), each)
process.stdout.write(
  JSON.stringify({ left: readOldBytes() - before, stay: staying.length, latest: Array.isArray(latest) }),
)
