/** What a replica holds after a collection, minute by minute, and whether that grows. */
import type { Cluster } from '../../test/whole/bars/harness/cluster.ts'

const MIB = 2 ** 20

/** Of all replicas, in their order. */
export interface Sample {
  readonly minute: number
  readonly fault: string | null
  readonly heapMib: readonly number[]
  /** Heap and what hangs on it outside. */
  readonly heldMib: readonly number[]
  readonly rssMib: readonly number[]
  readonly topics: readonly number[]
  readonly sockets: readonly number[]
  readonly timers: readonly number[]
  readonly cpuMs: readonly number[]
  readonly live: number
  readonly subscribers: number
  readonly requests: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** As much of it as the replicas tell themselves. */
export async function takeSample({ replicas }: Pick<Cluster, 'replicas'>) {
  const all = []
  // One after another: a replica stands still for its collection, and the other goes on serving.
  for (const replica of replicas) {
    const memory = await replica.memory({ isGentle: true })
    const { counts, topics } = await replica.resources()
    all.push({ memory, counts, topics, cpuMs: await replica.cpuMs() })
  }
  return {
    heapMib: all.map(({ memory }) => memory.heapBytes / MIB),
    heldMib: all.map(({ memory }) => memory.heldBytes / MIB),
    rssMib: all.map(({ memory }) => memory.rssBytes / MIB),
    topics: all.map(({ topics }) => topics),
    sockets: all.map(({ counts }) => counts.TCPSocketWrap ?? 0),
    timers: all.map(({ counts }) => counts.Timeout ?? 0),
    cpuMs: all.map(({ cpuMs }) => cpuMs),
  }
}

export interface Slope {
  readonly perHour: number
  /** Half of the interval that holds the true slope with a confidence of 95 %. */
  readonly margin: number
}

/** Of a straight line through the points by least squares; NaN for fewer than three. */
export function findSlope(points: readonly { readonly minute: number; readonly value: number }[]): Slope {
  const count = points.length
  const mean = (read: (point: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + read(point), 0) / count
  const [x, y] = [mean(({ minute }) => minute), mean(({ value }) => value)]
  const spread = points.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0)
  const slope = points.reduce((sum, { minute, value }) => sum + (minute - x) * (value - y), 0) / spread
  const rest = points.reduce((sum, { minute, value }) => sum + (value - y - slope * (minute - x)) ** 2, 0)
  const error = count < 3 ? Number.NaN : Math.sqrt(rest / (count - 2) / spread)
  // Student's t for 30 degrees of freedom and more is about 2.04; fewer points make the interval wider.
  const t = 1.96 + 2.4 / Math.max(1, count - 2)
  return { perHour: slope * 60, margin: error * t * 60 }
}
