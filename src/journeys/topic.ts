/**
 * One feed as all followers in this process share it: one watch on the store, one read of the journal per change, however
 * many follow. Nothing is queued per follower: each keeps its place and fetches what comes after it, so one that is slow
 * costs no memory and holds nobody up.
 */
import type { JourneyId } from '../domain/ids.ts'
import type { Journey } from '../domain/journey.ts'
import type { Feed, FeedEntry, Store } from '../store/store.ts'

/** An entry with its journey, as it stood when the entry was read. */
export interface TopicEntry extends FeedEntry {
  readonly journey: Journey
}

export interface Topic {
  /** The journal this topic reads from. */
  readonly epoch: string
  /** Position of the latest entry known. */
  readonly head: number
  /** How often what followers see beside transitions has changed. */
  readonly restated: number
  /** Set once the feed cannot be followed on: it is gone, or its journal was lost. */
  readonly ending: 'GONE' | 'EPOCH_CHANGED' | null
  /** What comes after `position`, oldest first, a bounded number at a time; null when some of it is no longer kept. */
  readAfter(position: number): Promise<readonly TopicEntry[] | null>
  /**
   * Resolves when `head`, `restated` or `ending` has changed, or at once when `head` is beyond `position`; or when `signal`
   * aborts.
   */
  whenBeyond(position: number, signal: AbortSignal): Promise<void>
  /** Reads the store now. Rejects when it cannot be read. */
  refresh(): Promise<void>
  close(): void
}

/** Entries kept in memory for those who are nearly up to date. */
const TAIL_LENGTH = 512
/** Entries fetched from the store at a time. */
const PAGE_LENGTH = 256
/** Entries given to a follower at a time: what one that has stopped reading keeps. */
const HELPING_LENGTH = 64
/** Followers woken in one turn of the event loop. */
const WAKE_BATCH = 64

/**
 * Opens a topic at the feed's latest position; null when there is no such journey or applicant. Rejects when the store
 * cannot be read.
 */
export async function openTopic(store: Store, feed: Feed): Promise<Topic | null> {
  let head = 0
  let restated = 0
  let ending: Topic['ending'] = null
  let tail: TopicEntry[] = []
  let isOpen = false
  let isDirty = false
  let running: Promise<void> | null = null
  const waiting = new Set<() => void>()
  const pages = new Map<number, Promise<readonly TopicEntry[] | null>>()

  // Watch first, read second: what is committed in between is announced.
  const unwatch = await store.watchFeed(feed, hear)
  const [epoch, start] = await readStart().catch((thrown: unknown) => {
    unwatch()
    throw thrown
  })
  if (start === null) {
    unwatch()
    return null
  }
  head = start.head
  restated = start.restated
  isOpen = true
  if (isDirty) hear()

  async function readStart() {
    return [await store.readEpoch(), await store.readFeed(feed, Number.MAX_SAFE_INTEGER, 0)] as const
  }

  /** A hint that comes while the topic is opened waits until its head is known: read before, it would be misplaced. */
  function hear(): void {
    isDirty = true
    if (isOpen) void refresh().catch(() => undefined)
  }

  /**
   * In batches: each of those who wake makes and sends an event before it rests again. All in one go would hold up
   * everything else for as long, and keep what each needs for it in memory at the same time.
   */
  function wakeAll(): void {
    const sleepers = [...waiting]
    waiting.clear()
    function wakeBatch(from: number): void {
      for (const wake of sleepers.slice(from, from + WAKE_BATCH)) wake()
      if (from + WAKE_BATCH < sleepers.length) setImmediate(wakeBatch, from + WAKE_BATCH)
    }
    wakeBatch(0)
  }

  /** One read at a time; wishes that come meanwhile are served by one more. */
  function refresh(): Promise<void> {
    isDirty = true
    running ??= readOn()
    return running
  }

  async function readOn(): Promise<void> {
    try {
      // oxlint-disable-next-line eslint/no-unmodified-loop-condition -- readNext changes both through its closure
      while (isDirty && ending === null) await readNext()
    } finally {
      // At once: a wish that comes between the last look and a later turn would be nobody's.
      running = null
    }
  }

  async function readNext(): Promise<void> {
    isDirty = false
    if ((await store.readEpoch()) !== epoch) return end('EPOCH_CHANGED')
    const page = await store.readFeed(feed, head, PAGE_LENGTH)
    if (page === null) return end('GONE')
    if (page.head < head) return end('EPOCH_CHANGED')
    const [first] = page.entries
    const entries = await join(page.entries)
    // Entries may have been trimmed before we saw them; the tail is kept free of holes.
    const isNext = first !== undefined && tail.at(-1)?.position === first.position - 1
    if (first !== undefined) tail = [...(isNext ? tail : []), ...entries].slice(-TAIL_LENGTH)
    const latest = page.entries.at(-1)?.position ?? page.head
    const isNew = latest > head || page.restated !== restated
    head = latest
    restated = page.restated
    if (isNew) wakeAll()
    if (head < page.head) isDirty = true
  }

  function end(reason: NonNullable<Topic['ending']>): void {
    ending = reason
    wakeAll()
  }

  async function join(entries: readonly FeedEntry[]): Promise<TopicEntry[]> {
    if (entries.length === 0) return []
    const ids = [...new Set(entries.map(({ transition }) => transition.journeyId))]
    const journeys = new Map<JourneyId, Journey>(
      (await store.readJourneys(feed.tenant, ids)).map((journey) => [journey.id, journey]),
    )
    return entries.flatMap((entry) => {
      const journey = journeys.get(entry.transition.journeyId)
      return journey === undefined ? [] : [{ ...entry, journey }]
    })
  }

  async function readPage(position: number): Promise<readonly TopicEntry[] | null> {
    const page = await store.readFeed(feed, position, HELPING_LENGTH)
    if (page === null || page.oldest > position + 1) return null
    const entries = await join(page.entries)
    prepend(entries)
    return entries
  }

  /** What leads up to the tail becomes part of it: after a storm many come back for the same, not all of them at once. */
  function prepend(entries: readonly TopicEntry[]): void {
    const beginning = tail[0]?.position ?? head + 1
    const earlier = entries.filter((entry) => entry.position < beginning)
    const first = earlier[0]?.position
    if (first !== undefined && first + earlier.length === beginning) tail = [...earlier, ...tail].slice(-TAIL_LENGTH)
  }

  return {
    epoch,
    get head() {
      return head
    },
    get restated() {
      return restated
    },
    get ending() {
      return ending
    },
    async readAfter(position) {
      const [oldest] = tail
      if (oldest !== undefined && oldest.position <= position + 1) {
        const from = tail.findIndex((entry) => entry.position > position)
        return from === -1 ? [] : tail.slice(from, from + HELPING_LENGTH)
      }
      // Those who ask for the same page at the same time share it.
      const known = pages.get(position)
      if (known !== undefined) return known
      const page = readPage(position).finally(() => pages.delete(position))
      pages.set(position, page)
      return page
    },
    whenBeyond(position, signal) {
      if (head > position || ending !== null || signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        waiting.add(wake)
        signal.addEventListener('abort', wake, { once: true })
      })
    },
    refresh,
    close() {
      unwatch()
      end('GONE')
    },
  }
}
