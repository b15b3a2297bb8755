/** One demo app and one browser for all tests of a file: opened before the first, and quiet after each of them. */
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openDesk, type TestDesk } from '../../support/desk.ts'

/** A gateway starts, and then a browser, on a busy machine. */
const LONGEST_OPENING_MS = 60_000

/** Hands it to `onOpen` before the first test of whoever calls this; a test fails when somebody else was asked, or the page complained. */
export function shareDesk(onOpen: (desk: TestDesk) => void): void {
  let desk: TestDesk | null = null
  beforeAll(async () => {
    desk = await openDesk()
    onOpen(desk)
  }, LONGEST_OPENING_MS)
  afterEach(() => desk?.expectQuiet())
  afterAll(() => desk?.[Symbol.asyncDispose]())
}
