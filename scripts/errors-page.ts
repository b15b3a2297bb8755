/**
 * Prints docs/errors.md from the catalogue in src/domain/failure.ts, so that the page cannot say anything else.
 * Pure. `codegen.ts` writes the result; test/guards/failures-documented.test.ts reads the page back.
 */

export interface DocumentedFailure {
  readonly message: string
  readonly advice: string | null
  readonly retryable: boolean
}

const INTRODUCTION = `<!-- Made by codegen.ts from src/domain/failure.ts. Do not edit. -->
# Error codes

Every failure has a code. It stands in \`extensions.code\` of a GraphQL error, in \`code\` of a \`userErrors\` entry, and in
\`failure.code\` of a source or a journey. A code is never renamed and never used for something else, so programs may
branch on it. The message is for people: it can become more exact, and it never carries what somebody typed, what
Finpass wrote, or anything about a person.

*Retry* says whether the same request may succeed later without being changed. When \`retryAfter\` comes with the
failure, wait until then. Starting a journey is never safe to repeat blindly, whatever a code says: it is billed.
`

/** The page, one heading per code in the order of the catalogue. */
export function printErrorsPage(failures: Readonly<Record<string, DocumentedFailure>>): string {
  const sections = Object.entries(failures).map(([code, { message, advice, retryable }]) =>
    [
      `### ${code}`,
      '',
      toMarkdown(message),
      '',
      `- Advice: ${toMarkdown(advice ?? 'none')}`,
      `- Retry: ${retryable ? 'yes' : 'no'}`,
      '',
    ].join('\n'),
  )
  return [INTRODUCTION, ...sections].join('\n')
}

/** Markdown would take "<token>" for a tag and show nothing. */
function toMarkdown(text: string): string {
  return text.replaceAll('<', '&lt;')
}
