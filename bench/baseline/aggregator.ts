/**
 * What a frontend team would write by hand instead of a gateway: node:http in front, one Pool behind, one handler per
 * screen that asks for everything at once. Run as `node bench/baseline/aggregator.ts <upstream url>`.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFinpass } from './finpass.ts'
import { toAccounts, toAnalyses, toFilings, toProfile, toScores, toShopAccounts } from './reading.ts'

interface Question {
  readonly applicantId: string
  readonly applicantIds: readonly string[]
}

const finpass = createFinpass(process.argv[2] ?? '')
const SCREENS: Readonly<Record<string, (question: Question) => Promise<object>>> = {
  '/underwriter': showApplicant,
  '/work-list': showWorkList,
  '/statement': showStatement,
}

const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => {
    answer(request.url ?? '', Buffer.concat(pieces).toString()).then(
      (text) => {
        const bytes = Buffer.from(text)
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
      },
      () => response.writeHead(502).end(),
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  console.log(`http://127.0.0.1:${port}`)
})
process.once('SIGTERM', () => process.exit(0))

async function answer(path: string, text: string): Promise<string> {
  const show = SCREENS[path]
  if (show === undefined) throw new Error('no such screen')
  return JSON.stringify(await show(JSON.parse(text) as Question)) // on trust, as one writes it by hand
}

async function showApplicant({ applicantId }: Question) {
  const [itr, statements, analysis] = await Promise.all([
    finpass.itrData(applicantId),
    finpass.statements(applicantId),
    finpass.analysis(applicantId),
  ])
  return {
    applicant: {
      id: applicantId,
      taxProfile: toProfile(itr.data),
      itrFilings: toFilings(itr.data),
      bankAccounts: toAccounts(statements.data),
      bsaAnalysis: { accounts: toAnalyses(analysis.data) },
    },
  }
}

/** Asks once for each applicant, however often one is on the list. */
async function showWorkList({ applicantIds }: Question) {
  const rows = new Map<string, Promise<object>>()
  const nodes = applicantIds.map((id) => {
    const row = rows.get(id) ?? showRow(id)
    rows.set(id, row)
    return row
  })
  return { nodes: await Promise.all(nodes) }
}

async function showRow(id: string) {
  const [itr, analysis] = await Promise.all([finpass.itrStatus(id), finpass.analysis(id)])
  return { id, journeys: [{ status: itr.status }], bsaAnalysis: { accounts: toScores(analysis.data) } }
}

async function showStatement({ applicantId }: Question) {
  const { data } = await finpass.aggregatorReport(applicantId)
  return { applicant: { id: applicantId, bankAccounts: toShopAccounts(data) } }
}
