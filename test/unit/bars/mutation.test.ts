/** A bar that is to fail without its defence names the defence by its text: that text must still be there, once. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findBars } from '../../whole/bars/harness/catalogue.ts'

const ROOT = join(import.meta.dirname, '../../..')

it('finds every defence that a bar switches off where the bar says it is', async () => {
  const bars = await findBars(['all'])
  const mutations = bars.flatMap(({ id, modes, undefended }) =>
    modes.flatMap((mode) => (undefended?.({ mode }) ?? []).map((mutation) => ({ id, ...mutation }))),
  )
  expect(bars.length).toBeGreaterThan(10)
  expect(mutations.length).toBeGreaterThan(10)
  const misplaced = mutations.filter(
    ({ file, from }) => readFileSync(join(ROOT, file), 'utf8').split(from).length !== 2,
  )
  expect(misplaced.map(({ id, file, from }) => `${id}: ${file} does not have this once: ${from}`)).toEqual([])
})
