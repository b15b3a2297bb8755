/** What a line says besides its head is the same by its text as when it is parsed; and no text is taken for what it is not. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STATEMENT_KEYS } from '../../../src/finpass/aa-bsa/statement-line.normalise.ts'
import { LedgerText } from '../../../src/finpass/ledger-text/ledger-text.ts'
import { KnownLayouts } from '../../../src/finpass/ledger-text/line-layout.ts'
import { pickRest } from '../../../src/finpass/ledger-text/line-rest.ts'
import { readLedgerBody } from '../../support/ledger-body.ts'
import { typed, withRest } from '../../support/ledger-line.ts'

type Payload = Record<string, unknown>

describe('a line that is left as text', () => {
  it('gives of a line what its keys name, to the last digit', () => {
    const known = new KnownLayouts(STATEMENT_KEYS)
    let read = 0
    fc.assert(
      fc.property(
        withRest(typed).chain((each) => fc.array(each, { minLength: 2 })),
        (transactions) => {
          const left = readLedgerBody(Buffer.from(JSON.stringify({ transactions })), known)?.body as Payload | undefined
          const ledger = left?.transactions
          if (!(ledger instanceof LedgerText)) return
          for (let place = 0; place < ledger.length; place += 1) {
            if (!ledger.isReadAt(place)) continue
            const { posted, ...rest } = pickRest(ledger.parse(place) as Payload, STATEMENT_KEYS.rest)
            const isShort = typeof posted === 'string' && posted.length < 19
            expect(ledger.restAt(place)).toEqual({ ...rest, posted: isShort ? '' : posted })
            read += 1
          }
        },
      ),
    )
    expect(read).toBeGreaterThan(100)
  })

  it('is none when there is a control character or an escape at whichever place of a text', () => {
    const toBody = (text: string) =>
      `{"transactions":[${`{"date":"05-08-2025","type":"DR","amount":1,"a":"${'x'.repeat(14)}"},`.repeat(3)}{"date":"05-08-2025","type":"DR","amount":1,"a":"${text}"}]}`
    for (let place = 0; place < 14; place += 1) {
      const plain = 'x'.repeat(14)
      for (const odd of ['\u0000', '\u001f', '\n']) {
        const body = toBody(plain.slice(0, place) + odd + plain.slice(place))
        expect(readLedgerBody(Buffer.from(body), new KnownLayouts(STATEMENT_KEYS))).toBeNull()
      }
      for (const usual of ['\\"', '\\\\', '\u0020', '\u007f', 'é', '\uffff']) {
        const body = toBody(plain.slice(0, place) + usual + plain.slice(place))
        const left = readLedgerBody(Buffer.from(body), new KnownLayouts(STATEMENT_KEYS))
        const { transactions: ledger } = (left?.body ?? {}) as { readonly transactions?: LedgerText } // in the place of the list
        expect(ledger?.parseAll()).toEqual((JSON.parse(body) as Payload).transactions)
      }
    }
  })
})
