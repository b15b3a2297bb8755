/** What the Dockerfile says of the image that is run: its last stage, instruction by instruction. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Instruction {
  /** In capitals, e.g. COPY. */
  readonly name: string
  readonly text: string
}

const DOCKERFILE = join(import.meta.dirname, '../../Dockerfile')

/** All stages, the last one last; each begins with its FROM. */
export function readStages(): readonly (readonly Instruction[])[] {
  const lines = readFileSync(DOCKERFILE, 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
  const stages: Instruction[][] = []
  for (const line of lines) {
    const [, name, text] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    if (name === undefined || text === undefined) continue
    if (name === 'FROM') stages.push([])
    stages.at(-1)?.push({ name, text })
  }
  return stages
}

/** What the process finds in its environment. */
export function readImageEnvironment(): Readonly<Record<string, string>> {
  const pairs = (readStages().at(-1) ?? [])
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ text }) =>
      [...text.matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)].map(([, name = '', quoted, value = '']) => [
        name,
        quoted ?? value,
      ]),
    )
  return Object.fromEntries(pairs)
}
