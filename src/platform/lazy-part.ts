/**
 * Objects with parts that are made when somebody first looks at them. Everything that is made once per report or per request and
 * has such parts comes from here: a getter that is written into an object literal is a new function each time, which V8 keeps,
 * with all it can reach, until the next full collection (docs/decisions/requests-go-young.md). It cost more than reading the report did.
 */

type Makers<Parts> = { readonly [Name in keyof Parts]: () => Parts[Name] }

/**
 * Gives what makes such objects: `plain` as it is, and each part of `names` as the function of its name gives it, which is
 * asked once, when the part is first read, and again if it threw. Parts are fields like any other: they are listed and copied,
 * and are made by that.
 */
export function createLazyShape<Plain extends object, Parts extends object>(
  names: readonly (keyof Parts & string)[],
): (plain: Plain, makers: Makers<Parts>) => Plain & Parts {
  class Shaped {
    readonly #makers: Makers<Parts>
    readonly #made: Partial<Parts> = {}

    constructor(plain: Plain, makers: Makers<Parts>) {
      this.#makers = makers
      Object.assign(this, plain)
      for (const [name, descriptor] of SHARED) Object.defineProperty(this, name, descriptor)
    }

    static toDescriptor(name: keyof Parts): PropertyDescriptor & ThisType<Shaped> {
      return {
        enumerable: true,
        get() {
          return name in this.#made ? this.#made[name] : (this.#made[name] = this.#makers[name]())
        },
      }
    }
  }
  const SHARED = names.map((name) => [name, Shaped.toDescriptor(name)] as const)
  return (plain, makers) => new Shaped(plain, makers) as unknown as Plain & Parts // its constructor puts all of it there
}
