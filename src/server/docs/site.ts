/**
 * The documentation as a site: guides and pages of `docs/`, the schema from its descriptions, one style sheet, no script.
 * Made when it is first asked for; `site-page.ts` serves it, `npm run docs` writes it to a folder.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GraphQLSchema } from 'graphql'
import { renderMarkdown } from './markdown.ts'
import { renderSchemaReference } from './schema-reference.ts'

export interface SiteFile {
  /** `paging.html`, `site.css`. */
  readonly name: string
  readonly type: string
  readonly body: Buffer
}

/** The pages in order: what it is called in the site, and the file. The first is where one begins. */
export const PAGES: readonly (readonly [slug: string, path: string])[] = [
  ['quick-start', 'docs/guide/quick-start.md'],
  ['authentication', 'docs/guide/authentication.md'],
  ['errors', 'docs/guide/errors.md'],
  ['paging', 'docs/guide/paging.md'],
  ['money', 'docs/guide/money.md'],
  ['subscriptions', 'docs/guide/subscriptions.md'],
  ['personas', 'docs/guide/personas.md'],
  ['error-codes', 'docs/errors.md'],
  ['deploying', 'docs/deploying.md'],
  ['operating', 'docs/operations.md'],
]
const HTML = 'text/html; charset=utf-8'

/** Every file of the site. Rejects when a page or the renderer is not there, as in an image for production. */
export async function createSite(root: string, schema: GraphQLSchema): Promise<SiteFile[]> {
  // Loaded on demand: no dependency of a gateway in production.
  const { default: MarkdownIt } = await import('markdown-it')
  const markdown = new MarkdownIt({ html: false, linkify: false })
  const slugs = new Map(PAGES.map(([slug, path]) => [path, slug]))
  const guides = await Promise.all(
    PAGES.map(async ([slug, path]) => {
      const text = await readFile(join(root, path), 'utf8')
      return { slug, ...renderMarkdown(markdown, { path, text }, slugs) }
    }),
  )
  const pages = [...guides, { slug: 'schema', title: 'Schema', html: renderSchemaReference(schema) }]
  const files = pages.map((page) => toFile(`${page.slug}.html`, HTML, frame(page, pages)))
  const [first] = guides
  const index = first === undefined ? [] : [toFile('index.html', HTML, frame(first, pages))]
  const style = await readFile(join(root, 'docs/guide/site.css'))
  return [...index, ...files, { name: 'site.css', type: 'text/css; charset=utf-8', body: style }]
}

interface Page {
  readonly slug: string
  readonly title: string
  readonly html: string
}

function toFile(name: string, type: string, text: string): SiteFile {
  return { name, type, body: Buffer.from(text) }
}

function frame({ slug, title, html }: Page, pages: readonly Page[]): string {
  const links = pages.map((page) => {
    const current = page.slug === slug ? ' aria-current="page"' : ''
    return `<li><a href="${page.slug}.html"${current}>${page.title}</a></li>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} · finpass-graph</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="site.css">
</head>
<body>
<a class="skip" href="#page">To the page</a>
<nav aria-label="Pages"><p>finpass-graph</p><ul>${links.join('')}</ul></nav>
<main id="page">
${html}
</main>
</body>
</html>
`
}
