/** Where a listener can be reached from this machine, whatever it listens on. */

/** Without a slash at the end. */
export function toUrl(host: string, port: number): string {
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  return `http://${name}:${port}`
}
