/**
 * Loaded before a measured program (`--import`): at SIGUSR2 it collects its garbage and says what it then holds, as one line of
 * JSON on standard output. The program itself is what production runs.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options: object) => void // what --expose-gc gives every new context

process.on('SIGUSR2', () => {
  // This kind also gives freed pages back at once.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  const { rss, heapUsed, external } = process.memoryUsage()
  console.log(JSON.stringify({ probe: { rss, heapUsed, external } }))
})
