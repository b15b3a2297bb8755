/** Tax of each return, what was paid of it and what comes back; and what the department still asks for. */
import { formatDay } from '../format/date.ts'
import { toWords } from '../format/word.ts'
import type { Picture } from '../screen/underwriter.tsx'
import { Money, Unknown } from './money.tsx'
import { Notice } from './notice.tsx'
import { Panel } from './panel.tsx'

export interface TaxProps {
  readonly filings: Picture['itrFilings']
  readonly demands: Picture['outstandingDemands']
}

export function Tax({ filings, demands }: TaxProps) {
  if (filings === null || filings.length === 0) return null
  return (
    <Panel title="Tax and refunds" note="In rupees">
      <div className="scroll-x" tabIndex={0} role="group" aria-label="Tax and refunds, scrolls sideways">
        <table className="figures-table is-stacked">
          <thead>
            <tr>
              <th scope="col">Year</th>
              <th scope="col">Filed</th>
              <th scope="col" className="number">
                Payable
              </th>
              <th scope="col" className="number">
                Deducted at source
              </th>
              <th scope="col" className="number">
                Paid in all
              </th>
              <th scope="col" className="number">
                Refund
              </th>
            </tr>
          </thead>
          <tbody>
            {filings.map(({ id, assessmentYear, filedOn, tax }) => (
              <tr key={id}>
                <th scope="row">{assessmentYear}</th>
                <td data-label="Filed">{filedOn === null ? <Unknown /> : formatDay(filedOn)}</td>
                <td className="number" data-label="Payable">
                  <Money amount={tax.payable} isShort />
                </td>
                <td className="number" data-label="Deducted at source">
                  <Money amount={tax.tdsPaid} isShort />
                </td>
                <td className="number" data-label="Paid in all">
                  <Money amount={tax.totalPaid} isShort />
                </td>
                <td className="number" data-label="Refund">
                  <span>
                    <Money amount={tax.refundDue} isShort />
                    {tax.refundStatus === null ? null : <span className="sub">{toWords(tax.refundStatus)}</span>}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {demands === null || demands.length === 0 ? null : (
        <Notice tone="warn" title="The department still asks for tax">
          <ul className="plain">
            {demands.map(({ assessmentYear, amount, raisedOn }, index) => (
              <li key={index}>
                <Money amount={amount} /> for {assessmentYear ?? 'an unnamed year'}
                {raisedOn === null ? '' : `, since ${formatDay(raisedOn)}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </Panel>
  )
}
