/**
 * What a frontend team would write by hand instead of a gateway: fetch the report, parse it, add up, cut out a page. No
 * checks, no ids, no masking, floats for money. The benchmark compares with it, in a process of its own.
 * Run as `node bench/aggregator.ts <sandbox url>`; the id of the journey comes in the query string.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Report {
  readonly data: {
    readonly account_aggregator_json: readonly {
      readonly transaction_data: {
        readonly transaction_details: readonly { readonly amount: number; readonly type: string }[]
      }
    }[]
  }
}

const [sandboxUrl = ''] = process.argv.slice(2)
const server = createServer((request, response) => {
  const clientId = new URL(request.url ?? '', 'http://localhost').searchParams.get('id') ?? ''
  answer(clientId).then(
    (body) => response.setHeader('content-type', 'application/json').end(body),
    () => response.writeHead(502).end(),
  )
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  console.log(`http://127.0.0.1:${port}`)
})
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})

async function answer(clientId: string): Promise<string> {
  const upstream = await fetch(`${sandboxUrl}/api/v1/services/account-aggregator/fetch-json-report`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'sandbox-key', 'x-api-secret': 'sandbox-secret' },
    body: JSON.stringify({ client_id: clientId }),
  })
  const report = JSON.parse(await upstream.text()) as Report // as one writes it by hand: on trust
  const accounts = report.data.account_aggregator_json.map(({ transaction_data: { transaction_details: lines } }) => {
    let [credits, debits] = [0, 0]
    for (const { amount, type } of lines) {
      if (type === 'CREDIT') credits += amount
      else debits += amount
    }
    return {
      totalCount: lines.length,
      totals: { credits, debits, net: credits - debits },
      nodes: lines.slice(-50).reverse(),
    }
  })
  return JSON.stringify({ accounts })
}
