/** A Markdown page of this repository as HTML for the site: headings can be linked to, links lead to pages of the site. */
import type { MarkdownIt } from 'markdown-it'
import { posix } from 'node:path'

export interface RenderedPage {
  readonly title: string
  readonly html: string
}

/** A place in the page, as GitHub names it: links in the files then work in both. */
export function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

/** `slugs` maps files to pages of the site; a link to a file that is none becomes mere text, as it would lead nowhere. */
export function renderMarkdown(
  markdown: MarkdownIt,
  source: { readonly path: string; readonly text: string },
  slugs: ReadonlyMap<string, string>,
): RenderedPage {
  // Generated pages begin with a comment for whoever edits them.
  const tokens = markdown.parse(source.text.replace(/^<!--.*-->\n/, ''), {})
  let title = source.path
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const text = toText(tokens[at + 1]?.children ?? [])
      if (token.tag === 'h1') title = text
      token.attrSet('id', toAnchor(text))
    }
    // Wide tables and lines of code scroll by themselves, with the keyboard too.
    if (token.type === 'table_open') token.attrSet('tabindex', '0')
    for (const child of token.children ?? []) {
      if (child.type !== 'link_open') continue
      const href = toSiteLink(source.path, String(child.attrGet('href') ?? ''), slugs)
      if (href === null) child.attrs = [['class', 'elsewhere']]
      else child.attrSet('href', href)
    }
  }
  return { title, html: markdown.renderer.render(tokens, markdown.options, {}) }
}

/** Null for what is not of the site. */
function toSiteLink(from: string, href: string, slugs: ReadonlyMap<string, string>): string | null {
  if (/^(?:https?:|#)/.test(href)) return href
  const [file = '', anchor] = href.split('#')
  const slug = slugs.get(posix.normalize(posix.join(posix.dirname(from), file)))
  if (slug === undefined) return null
  return `${slug}.html${anchor === undefined ? '' : `#${anchor}`}`
}

function toText(tokens: readonly { readonly type: string; readonly content: string }[]): string {
  return tokens.map(({ content }) => content).join('')
}
