/** Which links of Finpass may be shown. */
import { describe, expect, it } from 'vitest'
import { createLinkPolicy, SuppliedLink } from '../../src/domain/link.ts'

const policy = createLinkPolicy(['https://consent.example.com', 'https://finpass.ai:8443', 'http://127.0.0.1:4010'])
const judge = (text: string) => policy.toUrl(new SuppliedLink(text))

/** Each would lead somewhere else, or is no link that a parser and a browser surely agree on. */
export const FOREIGN = [
  'https://evil.example/',
  'https://consent.example.com.evil.example/',
  'https://evil.example/https://consent.example.com/',
  'https://consent.example.com@evil.example/',
  'https://user@consent.example.com/',
  'https://@consent.example.com/',
  'https://consent.example.com:443/',
  'https://consent.example.com:444/',
  'https://finpass.ai/',
  'http://consent.example.com/',
  'http://127.0.0.1:4011/',
  'https://127.0.0.1:4010/',
  'http://localhost:4010/',
  'http://2130706433:4010/x',
  'https://consent.example.com\\@evil.example/',
  'https:\\\\consent.example.com/',
  'https:/\\consent.example.com/',
  'https:consent.example.com',
  '//consent.example.com/',
  'HTTPS://consent.example.com/',
  'https://consent。example。com/',
  'https://cоnsent.example.com/',
  'https://consent.example.com/\u0000',
  'https://consent.example.com/a b',
  'https://con\nsent.example.com/',
  'java\tscript:alert(1)',
  'javascript:alert(1)//https://consent.example.com',
  'data:text/html,x',
  'file:///etc/passwd',
  'blob:https://consent.example.com/1',
  'ftp://consent.example.com/',
  'https://',
  'https:///consent.example.com',
  '',
  `https://consent.example.com/${'a'.repeat(2_048)}`,
]

describe('a link of Finpass', () => {
  it('passes when its origin is on the list, exactly', () => {
    expect(judge('https://consent.example.com/j/1?a=b#c')).toBe('https://consent.example.com/j/1?a=b#c')
    expect(judge('https://finpass.ai:8443/')).toBe('https://finpass.ai:8443/')
    expect(judge('http://127.0.0.1:4010/consent/x')).toBe('http://127.0.0.1:4010/consent/x')
  })

  it.each(FOREIGN)('is refused as %j', (text) => {
    expect(judge(text)).toBeNull()
  })

  it('is not passed in plain http beyond this machine, even from the list', () => {
    expect(createLinkPolicy(['http://a.example']).toUrl(new SuppliedLink('http://a.example/'))).toBeNull()
  })

  it('has no text of its own', () => {
    expect(JSON.stringify({ link: new SuppliedLink('https://consent.example.com/client_1') })).toBe('{"link":"[link]"}')
  })
})

describe('links inside JSON', () => {
  it('stay where they may be shown, and give way to null where not', () => {
    const json = {
      a: [{ url: 'https://consent.example.com/1' }, { pdf: 'https://evil.example/2' }],
      b: 'java\nscript:1',
    }
    expect(policy.clean(json)).toEqual({
      json: { a: [{ url: 'https://consent.example.com/1' }, { pdf: null }], b: null },
      dropped: 2,
    })
  })

  it.each(['https:evil.example/x', 'HTTPS:/evil.example', 'wss:evil.example', 'intent:#Intent;end'])(
    'are seen without their slashes too, as in %j',
    (text) => {
      expect(policy.clean({ note: text })).toEqual({ json: { note: null }, dropped: 1 })
    },
  )

  it.each(['download_link', 'pdfUrl', 'href', 'redirect-uri'])('are known by the name %s too', (name) => {
    expect(policy.clean({ [name]: 'www.evil.example/x' })).toEqual({ json: { [name]: null }, dropped: 1 })
  })

  it('are not seen where there are none, and nothing is copied then', () => {
    const json = { note: 'Ratio 3:2', uplink: 'Y', time: '2025-07-28T10:00:00Z', AadhaarLink: 'Y', n: [1, null, true] }
    expect(policy.clean(json)).toEqual({ json, dropped: 0 })
    expect(policy.clean(json).json).toBe(json)
  })

  it.each(FOREIGN.filter((text) => /^[a-z]*:?[\\/]{2}|script:|^(data|file|blob):/i.test(text)))(
    'are refused as %j',
    (text) => {
      expect(policy.clean([text]).json).toEqual([null])
    },
  )
})
