/**
 * Makes sure that what the tests need besides npm packages is there: a Chromium for the GraphiQL tests, a redis-server for
 * the tests of the fleet mode, a faketime for those that move the clock of a process, a haproxy for those of the load
 * balancer. Runs before vitest. Installs them where it may (root on Debian or Ubuntu), else says how.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium, findProgram } from '../test/support/chromium.ts'

interface Need {
  readonly name: string
  readonly aptPackage: string
  readonly find: () => string | null
}

const NEEDS: readonly Need[] = [
  { name: 'Chromium', aptPackage: 'chromium', find: findChromium },
  { name: 'redis-server', aptPackage: 'redis-server', find: () => findProgram(['redis-server']) },
  { name: 'faketime', aptPackage: 'faketime', find: () => findProgram(['faketime']) },
  {
    name: 'haproxy',
    aptPackage: 'haproxy',
    find: () => findProgram(['haproxy'], `${process.env.PATH ?? ''}:/usr/sbin`),
  },
]

if (import.meta.main) process.exitCode = provide() ? 0 : 1

/** True when everything is there in the end; prints one line when it installs something, and one per thing still missing. */
function provide(): boolean {
  const missing = NEEDS.filter((need) => need.find() === null)
  if (missing.length === 0) return true
  if (mayInstall()) install(missing.map((need) => need.aptPackage))
  const still = missing.filter((need) => need.find() === null)
  for (const { name, aptPackage } of still) {
    const instead = name === 'Chromium' ? ', or set CHROMIUM_PATH to one you have' : ''
    console.error(`The tests need ${name}: install it (Debian, Ubuntu: apt-get install ${aptPackage})${instead}.`)
  }
  return still.length === 0
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && findProgram(['apt-get']) !== null
}

function install(packages: readonly string[]): void {
  console.log(`Installing ${packages.join(' and ')} with apt-get for the tests …`)
  const steps = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]
  for (const step of steps) {
    const { status, stdout, stderr } = spawnSync('apt-get', step, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (status === 0) continue
    console.error(`apt-get ${step[0]} failed:\n${stdout}${stderr}`)
    return
  }
}
