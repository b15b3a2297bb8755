/** Counts and shares in words of the desk. */

/** "50000" lines as "50,000": grouped as amounts are. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-IN')
}

/** A fraction as a percentage with one place: 0.326 is "32.6 %". */
export function formatFraction(fraction: number): string {
  return `${(Math.round(fraction * 1_000) / 10).toFixed(1)} %`
}
