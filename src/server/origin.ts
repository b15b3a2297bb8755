/**
 * Which web pages may call: those of the listed origins, and our own. A browser says where a request comes from, in Origin or
 * in Sec-Fetch-Site; what says neither is no browser, and nothing that it sends was made by a foreign page.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

export interface OriginRules {
  readonly allowedOrigins: readonly string[]
  /** The gateway's own address, when it is known. */
  readonly publicUrl: string | null
}

/** True unless a page made the request that is neither listed nor ours. Also for requests that need no preflight. */
export type MayCall = (headers: IncomingHttpHeaders) => boolean

export function createOriginCheck({ allowedOrigins, publicUrl }: OriginRules): MayCall {
  const ownHost = publicUrl === null ? null : new URL(publicUrl).host

  /**
   * A page under a name of its own may have that name lead here (DNS rebinding), and would then call itself of our origin.
   * Names that nobody can do that with are addresses, this machine's own, and the configured one.
   */
  function isOurName(host: string): boolean {
    const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
    const isAddress = isIP(name) !== 0 || name.startsWith('[')
    return isAddress || name === 'localhost' || name.endsWith('.localhost') || host === ownHost
  }

  return ({ origin, host = '', 'sec-fetch-site': site }) => {
    if (origin !== undefined) {
      if (allowedOrigins.includes(origin)) return true
      return (origin === `http://${host}` || origin === `https://${host}`) && isOurName(host)
    }
    // Pictures, scripts, forms by GET and links say no origin, but say so.
    if (site === 'cross-site' || site === 'same-site') return false
    return site !== 'same-origin' || isOurName(host)
  }
}
