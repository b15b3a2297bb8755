/**
 * Links that Finpass supplies: they are shown to a borrower or a clerk, who will follow them. One is kept as a value that has
 * no text of its own, until an allow-list of origins has let it pass. Nothing here or elsewhere in the gateway follows one.
 */
import { Identifier } from './identifier.ts'

/** A link as Finpass sent it, not judged yet. Prints as `[link]`: Finpass may write its handle into one. */
export class SuppliedLink extends Identifier {
  declare readonly brand: 'SuppliedLink'

  protected mask(): string {
    return '[link]'
  }
}

/** Says which links may be shown. */
export interface LinkPolicy {
  /** The link as the parser that judged it prints it; null when its origin is not on the list, or it has any trick in it. */
  toUrl(link: SuppliedLink): string | null
  /** `json` without the links in it that may not be shown, and how many those were; itself when there are none. */
  clean(json: unknown): { readonly json: unknown; readonly dropped: number }
}

/** Longer ones are no links that a person is sent to. */
const LONGEST_LINK = 2_048

/** Makes the policy for exact origins, such as `https://finpass.ai`; plain http passes for a loopback origin on the list. */
export function createLinkPolicy(origins: readonly string[]): LinkPolicy {
  const allowed = new Set(origins)

  function judge(text: string): string | null {
    // Printable ASCII alone, no backslash: browsers and parsers disagree on all the rest.
    if (text.length > LONGEST_LINK || !/^https?:\/\/[\x21-\x5b\x5d-\x7e]+$/.test(text)) return null
    if (!URL.canParse(text)) return null
    const url = new URL(text)
    // As it is written too: no login before the host, no second spelling of it that another parser reads otherwise.
    if (/^[^:]+:\/\/[^/?#]*/.exec(text)?.[0] !== url.origin || !allowed.has(url.origin)) return null
    return url.protocol === 'https:' || isLoopback(url.hostname) ? url.href : null
  }

  function clean(json: unknown): { readonly json: unknown; readonly dropped: number } {
    let dropped = 0
    const visit = (value: unknown, name: string): unknown => {
      if (typeof value === 'string') {
        const url = isLinkLike(value, name) ? judge(value.trim()) : value
        if (url === null) dropped += 1
        return url
      }
      if (typeof value !== 'object' || value === null) return value
      const before = dropped
      if (Array.isArray(value)) {
        const list = value.map((element) => visit(element, name))
        return dropped === before ? value : list
      }
      const entries = Object.entries(value).map(([key, part]) => [key, visit(part, key)] as const)
      // A copy only where something was taken out: a filed return is large and has no links.
      return dropped === before ? value : Object.fromEntries(entries)
    }
    return { json: visit(json, ''), dropped }
  }

  return { toUrl: (link) => judge(link.reveal()), clean }
}

/** True for whatever a browser could be made to follow, and for what a name calls a link. */
function isLinkLike(text: string, name: string): boolean {
  if (!/[:/\\.]/.test(text)) return false
  // Browsers leave out these characters before they look for the scheme.
  const plain = text.replace(/[\p{Cc}\s]/gu, '')
  if (/^[a-z][a-z0-9+.-]*:[\\/]{2}|^[\\/]{2}/i.test(plain)) return true
  // The first five they follow without any slash as well: `https:host` is `https://host`.
  if (/^(https?|wss?|ftp|javascript|vbscript|data|blob|file|filesystem|intent|about|mailto):/i.test(plain)) return true
  return /(^|[_-])(url|uri|link|href)s?$|[a-z](URL|Url|Uri|Link|Href)s?$/.test(name)
}

/** True for the names and addresses by which this machine reaches itself. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
}
