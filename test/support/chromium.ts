/**
 * Finds the browser for the tests that look at GraphiQL as a person would. scripts/test-needs.ts uses the same look-up,
 * so a run never begins with a browser that the tests then miss.
 */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The path of the first program of these names in PATH, or null when there is none. */
export function findProgram(names: readonly string[], path: string = process.env.PATH ?? ''): string | null {
  for (const name of names) {
    for (const folder of path.split(delimiter)) {
      if (folder !== '' && isProgram(join(folder, name))) return join(folder, name)
    }
  }
  return null
}

/** Chromium's path: CHROMIUM_PATH when it is set and runs, else the first in PATH; null when there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  const given = environment.CHROMIUM_PATH ?? ''
  if (given !== '') return isProgram(given) ? given : null
  return findProgram(NAMES, environment.PATH ?? '')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false // not there or not executable: either way it is of no use
  }
}
