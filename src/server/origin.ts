/**
 * Which web pages may call: those of the listed origins, and our own. A browser says where a request comes from, in Origin or
 * in Sec-Fetch-Site. It says neither in a GET to its own origin by plain http, unless that is this machine: where no token is
 * asked for, such a request must therefore name an address that no page can have made to lead here.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

export interface OriginRules {
  readonly allowedOrigins: readonly string[]
  /** The gateway's own address, when it is known. */
  readonly publicUrl: string | null
  /** `off` where everybody is let in: there no token keeps a page out that says nothing of itself. */
  readonly authentication: { readonly kind: string }
}

/** True unless a page made the request that is neither listed nor ours. Also for requests that need no preflight. */
export type MayCall = (headers: IncomingHttpHeaders) => boolean

export function createOriginCheck({ allowedOrigins, publicUrl, authentication }: OriginRules): MayCall {
  const ownHost = publicUrl === null ? null : new URL(publicUrl).host
  const knownHosts = new Set(allowedOrigins.map((origin) => new URL(origin).host))

  /**
   * A page under a name of its own may have that name lead here (DNS rebinding), and would then call itself of our origin.
   * Names that nobody can do that with are addresses, this machine's own, and the configured one.
   */
  function isOurName(host: string): boolean {
    const name = toName(host)
    const isAddress = isIP(name) !== 0 || name.startsWith('[')
    return isAddress || name === 'localhost' || name.endsWith('.localhost') || host === ownHost
  }

  /** Names of a private network besides: nobody can register one without a dot, or under `.internal`. */
  function isKnownName(host: string): boolean {
    const name = toName(host)
    return isOurName(host) || knownHosts.has(host) || !name.includes('.') || name.endsWith('.internal')
  }

  return ({ origin, host = '', 'sec-fetch-site': site }) => {
    if (origin !== undefined) {
      if (allowedOrigins.includes(origin)) return true
      return (origin === `http://${host}` || origin === `https://${host}`) && isOurName(host)
    }
    // Pictures, scripts, forms by GET and links say no origin, but say so.
    if (site === 'cross-site' || site === 'same-site') return false
    if (site === 'same-origin') return isOurName(host)
    return site !== undefined || authentication.kind !== 'off' || isKnownName(host)
  }
}

function toName(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
}
