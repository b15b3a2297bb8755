/**
 * Puts rows on the keys they were asked for. A batch that returns rows in the order of its source, and drops the missing
 * ones, would otherwise hand one applicant's data to another without any error.
 */

/** For each key the row whose own key equals it, or null. Order, gaps and strangers among `rows` do not matter. */
export function matchKeys<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (Row | null)[] {
  const rowsByKey = new Map(rows.map((row) => [keyOf(row), row]))
  return keys.map((key) => rowsByKey.get(key) ?? null)
}

/** For each key all rows whose own key equals it, in the order of `rows`. */
export function groupByKeys<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (readonly Row[])[] {
  const groups = Map.groupBy(rows, keyOf)
  return keys.map((key) => groups.get(key) ?? [])
}
