/** `npm run sandbox`: opens the sandbox for a person and says how to use it. Reads flags and environment, nothing else does. */
import { parseArgs } from 'node:util'
import { CONTROL_HELP } from './control.ts'
import { PERSONAS } from './personas.ts'
import { openSandbox, type Sandbox } from './sandbox.ts'

const USAGE = `
npm run sandbox -- [--port 4010] [--host 127.0.0.1] [--dialect observed|documented] [--scale 1]

  --port     0 takes a free one               (or SANDBOX_PORT)
  --host     where to listen                  (or SANDBOX_HOST)
  --dialect  answers as seen, or as described (or SANDBOX_DIALECT)
  --scale    how many times faster than life  (or SANDBOX_TIME_SCALE)`

const { sandbox, values } = await start().catch((thrown: unknown): never => {
  console.error(toStartProblem(thrown))
  process.exit(1)
})

async function start() {
  const { values: given } = parseArgs({
    options: {
      port: { type: 'string', default: process.env['SANDBOX_PORT'] ?? '4010' },
      host: { type: 'string', default: process.env['SANDBOX_HOST'] ?? '127.0.0.1' },
      dialect: { type: 'string', default: process.env['SANDBOX_DIALECT'] ?? 'observed' },
      scale: { type: 'string', default: process.env['SANDBOX_TIME_SCALE'] ?? '1' },
    },
  })
  const { dialect } = given
  if (dialect !== 'observed' && dialect !== 'documented') throw new TypeError('--dialect is observed or documented')
  const opened: Sandbox = await openSandbox({
    host: given.host,
    port: Number(given.port),
    dialect,
    timeScale: Number(given.scale),
  })
  return { sandbox: opened, values: given }
}

/** What keeps the sandbox from starting, for the person who starts it. */
function toStartProblem(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  if (code === 'EADDRINUSE') {
    return 'The port is taken, perhaps by a gateway, whose own sandbox is ten ports above it: --port takes another, 0 any.'
  }
  if (code === 'ERR_SOCKET_BAD_PORT') return `--port is a number from 0 to 65535.\n${USAGE}`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `--host is no address of this machine.\n${USAGE}`
  return `${thrown instanceof Error ? thrown.message : 'The sandbox cannot start.'}\n${USAGE}`
}

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
