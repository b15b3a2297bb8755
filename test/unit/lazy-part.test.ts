/** Parts that are made when somebody looks at them: fields like any other, and nothing that has to be collected apart. */
import { describe, expect, it } from 'vitest'
import { createLazyShape } from '../../src/platform/lazy-part.ts'
import { createBallast, measureLeftBehind } from '../support/young-heap.ts'

const toPerson = createLazyShape<{ name: string }, { age: number; height: number | null }>(['age', 'height'])

describe('a lazy part', () => {
  it('is made when it is first read, once', () => {
    let made = 0
    const person = toPerson({ name: 'A' }, { age: () => (made += 1), height: () => null })
    expect(made).toBe(0)
    expect([person.age, person.age, person.height, person.height]).toEqual([1, 1, null, null])
    expect(made).toBe(1)
  })

  it('is made again when making it failed', () => {
    let tries = 0
    const age = (): number => {
      tries += 1
      if (tries === 1) throw new Error('not yet')
      return 42
    }
    const person = toPerson({ name: 'A' }, { age, height: () => null })
    expect(() => person.age).toThrow('not yet')
    expect(person.age).toBe(42)
  })

  it('is listed, copied and printed like any other field', () => {
    const person = toPerson({ name: 'A' }, { age: () => 42, height: () => null })
    expect(Object.keys(person)).toEqual(['name', 'age', 'height'])
    expect({ ...person }).toEqual({ name: 'A', age: 42, height: null })
    expect(JSON.stringify(person)).toBe('{"name":"A","age":42,"height":null}')
  })

  it('belongs to its own object', () => {
    const [a, b] = [1, 2].map((age) => toPerson({ name: 'A' }, { age: () => age, height: () => age }))
    expect([a?.age, b?.age, b?.height, a?.height]).toEqual([1, 2, 2, 1])
  })

  it('leaves nothing behind that only a collection of the whole heap takes away', async () => {
    const make = (): unknown => {
      const ballast = createBallast()
      return toPerson({ name: 'A' }, { age: () => ballast.length, height: () => null })
    }
    // Some 16 MB went by.
    expect(await measureLeftBehind(50, make)).toBeLessThan(4 * 2 ** 20)
  })
})
