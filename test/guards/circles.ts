/** Files that import each other in a circle, types included: none of them can be read, moved or tested without the others. */
import { posix } from 'node:path'
import { readFacts, type SourceFile } from './source.ts'

/** Every circle that a walk from file to file runs into, each as its paths in turn; empty when there is none. */
export function findCircles(files: readonly SourceFile[]): string[] {
  const imports = new Map(files.map(({ path, text }) => [path, toNeighbours(path, text)]))
  const done = new Set<string>()
  const circles: string[] = []

  function walk(path: string, way: readonly string[]): void {
    const at = way.indexOf(path)
    if (at >= 0) return void circles.push([...way.slice(at), path].join(' -> '))
    if (done.has(path)) return
    for (const next of imports.get(path) ?? []) walk(next, [...way, path])
    done.add(path)
  }

  for (const { path } of files) walk(path, [])
  return circles
}

function toNeighbours(path: string, text: string): string[] {
  const near = readFacts(text).imports.filter(({ from }) => from.startsWith('.'))
  return near.map(({ from }) => posix.join(posix.dirname(path), from))
}
