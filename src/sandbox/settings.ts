/** The knobs' first positions, and the check every change passes: a misspelt knob must not turn silently into nothing. */
import type { Settings } from './context.ts'

const ALLOWED: Readonly<Record<'dialect' | 'errorStatus' | 'webhooks', readonly string[]>> = {
  dialect: ['observed', 'documented'],
  errorStatus: ['suggested', 'always-200'],
  webhooks: ['send', 'drop', 'duplicate'],
}

/** Everything as Finpass most probably behaves: observed bodies, all methods, suggested HTTP codes. */
export function createSettings(): Settings {
  return {
    dialect: 'observed',
    itrMethods: { GET: 'accept', POST: 'accept' },
    errorStatus: 'suggested',
    webhooks: 'send',
    webhookDelayMs: 0,
  }
}

/** Turns the named knobs; throws `TypeError`, having turned none, when a name or a value is unknown. */
export function changeSettings(settings: Settings, change: Partial<Settings>): void {
  for (const [name, value] of Object.entries(change)) {
    if (name === 'itrMethods') assertMethods(value)
    else if (name === 'webhookDelayMs') {
      if (!(typeof value === 'number' && value >= 0)) throw new TypeError('webhookDelayMs is a number, not negative')
    } else if (name !== 'dialect' && name !== 'errorStatus' && name !== 'webhooks') {
      throw new TypeError(`no such setting: ${name}`)
    } else if (typeof value !== 'string' || !ALLOWED[name].includes(value)) {
      throw new TypeError(`${name} is one of ${ALLOWED[name].join(', ')}`)
    }
  }
  const itrMethods = { ...settings.itrMethods, ...change.itrMethods }
  Object.assign(settings, change, { itrMethods })
}

function assertMethods(value: unknown): void {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [['', null]]
  for (const [method, rule] of entries) {
    if ((method !== 'GET' && method !== 'POST') || (rule !== 'accept' && rule !== 404 && rule !== 405)) {
      throw new TypeError('itrMethods gives GET and POST one of "accept", 404, 405')
    }
  }
}
