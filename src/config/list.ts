/**
 * The variables of the environment that hold a list or an address, read one entry at a time. An entry that cannot be used is
 * told by its position alone: it may hold a key or a login.
 */
import { isLoopback } from '../domain/link.ts'
import type { SealingKey } from '../platform/seal.ts'

/** `name:base64 of 32 bytes`, comma-separated; each problem is added to `problems` as a sentence. */
export function parseSealingKeys(text: string, problems: string[]): SealingKey[] {
  const keys: SealingKey[] = []
  for (const [at, entry] of toEntries(text).entries()) {
    const [, name, base64] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(entry) ?? []
    const isNew = !keys.some((key) => key.name === name)
    if (name !== undefined && base64 !== undefined && isNew) keys.push({ name, key: Buffer.from(base64, 'base64') })
    // The entry itself may be a key: only its position is told.
    else problems.push(`SEALING_KEYS entry ${at + 1} is not name:base64 of 32 bytes, or its name is used twice`)
  }
  return keys
}

/** `name=url`, comma-separated; problems likewise. */
export function parseRedirects(text: string, problems: string[]): Map<string, string> {
  const redirects = new Map<string, string>()
  for (const [at, entry] of toEntries(text).entries()) {
    const equals = entry.indexOf('=')
    const [name, url] = [entry.slice(0, equals), toSafeUrl(entry.slice(equals + 1))]
    if (/^[A-Za-z0-9_-]{1,50}$/.test(name) && url !== null && !redirects.has(name)) redirects.set(name, url)
    // The entry itself may hold a login: only its position is told.
    else problems.push(`REDIRECTS entry ${at + 1} is not name=https URL, or its name is used twice`)
  }
  return redirects
}

/** Origins of links that may be shown, likewise; null when there is no list at all. */
export function parseLinkOrigins(text: string | undefined, problems: string[]): string[] | null {
  if (text === undefined) return null
  return toEntries(text).flatMap((entry, at) => {
    if (toSafeUrl(entry) !== null && new URL(entry).origin === entry) return [entry]
    problems.push(`ALLOWED_LINK_ORIGINS entry ${at + 1} is not an https origin like https://consent.example.com`)
    return []
  })
}

/** Origins, comma-separated; problems likewise. */
export function parseOrigins(text: string, problems: string[]): string[] {
  return toEntries(text).flatMap((entry, at) => {
    const url = URL.canParse(entry) ? new URL(entry) : null
    if (url !== null && url.origin === entry) return [entry]
    problems.push(`ALLOWED_ORIGINS entry ${at + 1} is not an origin like https://app.example.com`)
    return []
  })
}

/** Paths of files, comma-separated; whether they can be read is seen when they are. */
export function parseFiles(text: string): string[] {
  return toEntries(text)
}

function toEntries(text: string): string[] {
  return text.split(',').flatMap((entry) => entry.trim() || [])
}

/** The URL when it may carry secrets: https anywhere, plain http to this machine only. */
export function toSafeUrl(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return null
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)) ? text : null
}

/** Without the slashes at its end. */
export function trimSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
