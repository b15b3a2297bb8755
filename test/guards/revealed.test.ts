/** Who asks an identifier or a secret for its whole self. A new place is a decision, and is written down here with its reason. */
import { describe, expect, it } from 'vitest'
import { readFiles } from './source.ts'

const PLACES: Readonly<Record<string, string>> = {
  'src/domain/link.ts': 'judges it by the allow-list of origins',
  'src/finpass/client.ts': 'sends it to Finpass, in the body of a start',
  'src/finpass/http.ts': 'sends our own key in the headers',
  'src/graph/personal.ts': 'shows it, with the scope pii:read alone',
  'src/journeys/engine.ts': 'checks, fingerprints and passes on what a start was given',
  'src/store/sealed-record.ts': 'seals it',
}

describe('whole identifiers', () => {
  const files = readFiles('src')
  const asking = files.filter(({ path, text }) =>
    /\breveal\b\W*\(|\[['"`]reveal|\breveal\b\s*[},]/.test(strip(path, text)),
  )

  it('are asked for in the listed places only', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(asking.map(({ path }) => path).toSorted()).toEqual(Object.keys(PLACES).toSorted())
  })

  it('are asked for in one place of the graph', () => {
    const graph = asking.filter(({ path }) => path.startsWith('src/graph/'))
    expect(graph.map(({ path }) => path)).toEqual(['src/graph/personal.ts'])
    expect(graph[0]?.text.match(/\.reveal\(\)/g)).toHaveLength(1)
  })
})

/** Without the two files that define it. */
function strip(path: string, text: string): string {
  return path === 'src/domain/identifier.ts' || path === 'src/platform/secret.ts' ? '' : text
}
