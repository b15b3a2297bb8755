/** Where the load balancer of deploy/haproxy is on this machine. */
import { findProgram } from '../support/chromium.ts'

/** Throws when there is none: scripts/test-needs.ts sees to one. */
export function findBalancer(): string {
  const program = findProgram(['haproxy'], `${process.env.PATH ?? ''}:/usr/sbin`)
  if (program === null) throw new Error('no haproxy: node scripts/test-needs.ts installs one or says how')
  return program
}
