/**
 * What was counted or measured under each set of labels, as bare numbers: five of them go with every call to Finpass, and finding
 * a series by a text made of its labels costs more than adding to it. Why not by prom-client: docs/decisions/tallies-of-our-own.md.
 */

/** A label and its words. */
export type Known = readonly (readonly [label: string, words: ReadonlySet<string>])[]
type Labels = Readonly<Record<string, string>>

/** The labels as they are shown: a word that is not on its label's list becomes `other`, whoever sent it. */
export function toShown(known: Known, labels: Labels): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [label, words] of known) {
    const word = labels[label] ?? ''
    shown[label] = words.has(word) ? word : 'other'
  }
  return shown
}

/** Series by their labels: `find` makes one when there is none. As many as there are combinations of words, at most. */
export interface TallySet<Series> {
  find(labels: Labels): Series
  /** In the order in which they were made. */
  list(): Iterable<Series>
}

type Branch<Series> = Map<string, Branch<Series> | Series>

/** Makes one; `make` is given the labels as they are to be shown. */
export function createTallySet<Series>(known: Known, make: (labels: Labels) => Series): TallySet<Series> {
  const root: Branch<Series> = new Map()
  const all: Series[] = []

  function plant(labels: Labels): Series {
    const shown = toShown(known, labels)
    const words = known.map(([label]) => shown[label] ?? '')
    let at = root
    for (const word of words.slice(0, -1)) {
      const next = at.get(word) ?? new Map<string, Branch<Series> | Series>()
      at.set(word, next)
      at = next as Branch<Series> // what is not the last is no series
    }
    const last = words.at(-1) ?? ''
    const there = at.get(last)
    if (there !== undefined) return there as Series // the last is no branch
    const made = make(shown)
    at.set(last, made)
    all.push(made)
    return made
  }

  return {
    find(labels) {
      let at: Branch<Series> | Series | undefined = root
      if (known.length === 0) at = root.get('')
      // A word that is on no list has no branch of its own, so it is looked up each time.
      for (const [label] of known) at = (at as Branch<Series> | undefined)?.get(labels[label] ?? '')
      return (at as Series | undefined) ?? plant(labels) // as many steps as there are labels lead to a series
    },
    list: () => all,
  }
}

/** Values in buckets, as Prometheus shows them. */
export class Buckets {
  readonly labels: Labels
  readonly #bounds: readonly number[]
  readonly #counts: number[]
  #sum = 0
  #count = 0

  constructor(labels: Labels, bounds: readonly number[]) {
    this.labels = labels
    this.#bounds = bounds
    this.#counts = bounds.map(() => 0)
  }

  /** Throws a `TypeError` when it is no finite number. */
  add(value: number): void {
    if (!Number.isFinite(value)) throw new TypeError('what was measured is no finite number')
    this.#sum += value
    this.#count += 1
    const at = this.#bounds.findIndex((bound) => value <= bound)
    if (at >= 0) this.#counts[at] = (this.#counts[at] ?? 0) + 1
  }

  /** Its lines: each bucket holds those below it too. */
  toLines(name: string): { metricName: string; labels: Record<string, string | number>; value: number }[] {
    let below = 0
    const lines = this.#bounds.map((le, at) => {
      below += this.#counts[at] ?? 0
      return { metricName: `${name}_bucket`, labels: { le, ...this.labels } as const, value: below }
    })
    return [
      ...lines,
      { metricName: `${name}_bucket`, labels: { le: '+Inf', ...this.labels }, value: this.#count },
      { metricName: `${name}_sum`, labels: { ...this.labels }, value: this.#sum },
      { metricName: `${name}_count`, labels: { ...this.labels }, value: this.#count },
    ]
  }
}
