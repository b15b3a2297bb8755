/** docs/errors.md says what the catalogue says: the same codes, messages and advice, and none besides. */
import { describe, expect, it } from 'vitest'
import { type DocumentedFailure, printErrorsPage } from '../../scripts/errors-page.ts'
import { FAILURES } from '../../src/domain/failure.ts'
import { readFiles } from './source.ts'

/** Reads a page back, from its headings; independent of how it was printed. */
function readErrorsPage(page: string): Record<string, DocumentedFailure> {
  const sections = page.replaceAll('&lt;', '<').split(/^### /m).slice(1)
  return Object.fromEntries(
    sections.map((section) => {
      const [code, ...lines] = section.split('\n').filter((line) => line.trim() !== '')
      const after = (label: string): string =>
        lines
          .find((line) => line.startsWith(label))
          ?.slice(label.length)
          .trim() ?? ''
      const advice = after('- Advice:')
      return [
        code?.trim() ?? '',
        { message: lines[0] ?? '', advice: advice === 'none' ? null : advice, retryable: after('- Retry:') === 'yes' },
      ]
    }),
  )
}

describe('docs/errors.md', () => {
  const page = readFiles('docs', 'errors.md')[0]?.text ?? ''

  it('lists every code of the catalogue with its message and advice, and no other code', () => {
    expect(Object.keys(FAILURES).length).toBeGreaterThan(20)
    expect(readErrorsPage(page)).toEqual(FAILURES)
  })

  it('lists them in the order of the catalogue', () => {
    expect(Object.keys(readErrorsPage(page))).toEqual(Object.keys(FAILURES))
  })
})

describe('the catalogue', () => {
  it('names codes as AREA_WHAT and says each message once', () => {
    const codes = Object.keys(FAILURES)
    expect(codes.filter((code) => !/^[A-Z0-9]+(_[A-Z0-9]+)*$/.test(code))).toEqual([])
    const messages = Object.values(FAILURES).map(({ message }) => message)
    expect(messages.filter((message, index) => messages.indexOf(message) !== index)).toEqual([])
  })
})

describe('the guard', () => {
  const one = { A_B: { message: 'It broke.', advice: 'Mend it.', retryable: true } }

  it('sees a changed message, a missing code and a code too many', () => {
    const page = printErrorsPage(one)
    expect(readErrorsPage(page)).toEqual(one)
    expect(readErrorsPage(page.replace('broke', 'burst'))).not.toEqual(one)
    expect(readErrorsPage(page.replace('Mend', 'Leave'))).not.toEqual(one)
    expect(readErrorsPage(page.replace('### A_B', '## A_B'))).not.toEqual(one)
    expect(readErrorsPage(`${page}\n### C_D\n\nMore.\n`)).not.toEqual(one)
  })
})
