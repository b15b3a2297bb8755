/** What a request may say of where it was sent. */

/** What nearly every request says, and takes no parser to see through: names in small letters, each part of them beginning with one. */
const PLAIN = /^[a-z][a-z\d]*(?:[.-][a-z][a-z\d]*)*(?::\d{1,4})?$/
const LONGEST_PLAIN = 200

/** True for what an address can be built from. */
export function isHost(host: string): boolean {
  return (host.length <= LONGEST_PLAIN && PLAIN.test(host)) || URL.canParse(`http://${host}`)
}
