/** The Bank Statement Analyser: upload, then the flat result. Also answers for the accounts of an AA-BSA journey. */
import { accountStatement } from './aa-bsa-statement.ts'
import { type Handler, textOf } from './context.ts'
import { observedOk, replyJson, serviceError } from './envelope.ts'
import { mintHandle, readHandle } from './handle.ts'
import { ledgersOf } from './ledger.ts'
import { personaOf } from './persona-of.ts'
import { digestHex } from './random.ts'
import { accountEnds, bankStages, stageAt, uploadStages } from './timeline.ts'

/** Takes a statement. A mobile number in the file's name chooses the persona, else the file's bytes do. */
export const uploadStatement: Handler = (call, context) => {
  const head = call.rawBody.subarray(0, 2_000).toString('latin1')
  const fileName = /name="file"; filename="([^"]*)"/i.exec(head)?.[1]
  if (fileName === undefined) return serviceError('invalid_input', 'The multipart part `file` is required.')
  if (!/\.(pdf|png|jpe?g)$/i.test(fileName)) return serviceError('verification_failed')
  const told = /(?<!\d)\d{10}(?!\d)/.exec(fileName)?.[0]
  const mobile =
    told ?? `9${String(Number.parseInt(digestHex(7, call.rawBody.toString('latin1')), 16)).padStart(9, '0')}`
  const clientId = mintHandle('BANK_STATEMENT', mobile, context.clock.now(), { purpose: 'f' })
  call.note(clientId)
  return observedOk('Bank statement uploaded successfully', {
    doc_id: `svclog_mock_${digestHex(8, clientId)}_${digestHex(24, 'doc', clientId)}`,
    client_id: clientId,
    status: 'processing',
  })
}

/** The result of one statement; flat, and without lines until it is completed. */
export const statementResult: Handler = (call, context) => {
  const handle = readHandle(textOf(call, 'client_id') ?? '')
  if (handle === null || handle.kind !== 'BANK_STATEMENT') return serviceError('client_not_found')
  context.clock.catchUp(handle.startedAt)
  const persona = personaOf(handle.subject)
  const ledger = ledgersOf(persona)[handle.accountIndex]
  if (ledger === undefined) return serviceError('client_not_found')
  const elapsedMs = context.clock.elapsedSince(handle.startedAt)
  const journeyEnd = accountEnds(persona, bankStages(persona, null))[handle.accountIndex] ?? Number.POSITIVE_INFINITY
  const isDone =
    handle.purpose === 'f' ? stageAt(uploadStages(), elapsedMs).word === 'completed' : journeyEnd <= elapsedMs
  const body = accountStatement(persona, ledger, handle.text)
  if (isDone && ledger.plan.fails !== true) return replyJson(200, body)
  return replyJson(200, {
    ...body,
    status: isDone ? 'failed' : 'processing',
    checkpoint: isDone ? 'analysis_failed' : 'extracting_transactions',
    progress: isDone ? null : Math.min(99, Math.floor(elapsedMs / 250)),
    error_message: isDone ? 'The statement could not be analysed.' : null,
    transactions: [],
  })
}
