/** `npm run sandbox`: opens the sandbox for a person and says how to use it. Reads flags and environment, nothing else does. */
import { parseArgs } from 'node:util'
import { CONTROL_HELP } from './control.ts'
import { PERSONAS } from './personas.ts'
import { openSandbox } from './sandbox.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env['SANDBOX_PORT'] ?? '4010' },
    host: { type: 'string', default: process.env['SANDBOX_HOST'] ?? '127.0.0.1' },
    dialect: { type: 'string', default: process.env['SANDBOX_DIALECT'] ?? 'observed' },
    scale: { type: 'string', default: process.env['SANDBOX_TIME_SCALE'] ?? '1' },
  },
})
if (values.dialect !== 'observed' && values.dialect !== 'documented') {
  throw new TypeError('--dialect is observed or documented')
}
const sandbox = await openSandbox({
  host: values.host,
  port: Number(values.port),
  dialect: values.dialect,
  timeScale: Number(values.scale),
})

const lines = [
  `Finpass sandbox on ${sandbox.url} (made-up people, ${values.dialect} dialect, time x${values.scale})`,
  '',
  `  X-API-KEY: ${sandbox.apiKey}    X-API-SECRET: ${sandbox.apiSecret}`,
  '',
  'Personas (PAN for ITR with any password but "wrong", mobile for AA-BSA and Account Aggregator):',
  ...PERSONAS.map(({ key, pan, mobile, title }) => `  ${pan}  ${mobile}  ${key.padEnd(20)} ${title}`),
  '',
  'Control:',
  ...CONTROL_HELP.map(([call, meaning]) => `  ${call.padEnd(28)} ${meaning}`),
]
process.stdout.write(`${lines.join('\n')}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close())
}
