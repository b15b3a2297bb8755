/** Looks for a secret in whatever form it may have been left: as it is, or encoded as programs encode text. */

/** The forms of one secret, by name. */
export function toForms(secret: string): ReadonlyMap<string, string> {
  const bytes = Buffer.from(secret, 'utf8')
  const json = JSON.stringify(secret).slice(1, -1)
  const forms = new Map([
    ['raw', secret],
    ['json', json],
    ['unicode', [...secret].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')],
    ['url', encodeURIComponent(secret)],
    ['form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
  ])
  // Base64 of a text inside another depends on where it begins; the signs at both ends belong to its neighbours too.
  for (const [name, encoding] of [
    ['base64', 'base64'],
    ['base64url', 'base64url'],
  ] as const) {
    for (let shift = 0; shift < 3; shift += 1) {
      const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
        .toString(encoding)
        .replace(/=+$/, '')
      const whole = encoded.slice(
        shift === 0 ? 0 : shift + 1,
        encoded.length - ((bytes.length + shift) % 3 === 0 ? 0 : 1),
      )
      if (whole.length >= 6) forms.set(`${name}+${shift}`, whole)
    }
  }
  return forms
}

/** The forms in which the secrets stand in a text, as `name: form`; each at most once. */
export function findTraces(text: string | Buffer, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    [...toForms(secret)].flatMap(([form, written]) => (text.includes(written) ? [`${name}: ${form}`] : [])),
  )
}
