/**
 * What a page can send to another origin, written as functions that run in the browser: they know nothing but their
 * argument. Each gives what the page could read of the answer; an empty text when it could read nothing.
 */
import type { Page } from 'playwright-core'

export interface Target {
  readonly url: string
  readonly query: string
  /** A stolen token, carried wherever the browser lets it; null for none. */
  readonly authorization: string | null
  /** Whether the browser is told to add what it knows of the target, such as cookies. */
  readonly isCredentialed: boolean
}

/** By name. */
export type Attack = 'webSocket' | 'fetch' | 'form' | 'multipart' | 'plainText' | 'eventSource'
export const ATTACKS: readonly Attack[] = ['webSocket', 'fetch', 'form', 'multipart', 'plainText', 'eventSource']

/** The types of a browser are not ours; the functions run there. */
interface Browser {
  readonly WebSocket: typeof globalThis.WebSocket
  readonly fetch: typeof globalThis.fetch
  readonly FormData: typeof globalThis.FormData
  // oxlint-disable-next-line typescript/no-explicit-any -- the parts of a page have no types here
  readonly document: any
  // oxlint-disable-next-line typescript/no-explicit-any -- the parts of a page have no types here
  readonly EventSource: any
}

/** Lets the page try it, and gives what it could read. */
export function attack(page: Page, name: Attack, target: Target): Promise<string> {
  return page.evaluate(run, { name, ...target })
}

async function run({ name, url, query, authorization, isCredentialed }: Target & { readonly name: Attack }) {
  const browser = globalThis as unknown as Browser // this runs in one
  const { document } = browser
  const credentials = isCredentialed ? 'include' : 'omit'
  const body = JSON.stringify({ query })
  const readNothing = (): string => ''

  const openSocket = (): Promise<string> =>
    new Promise((resolve) => {
      const socket = new browser.WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws')
      const say = (message: object): void => socket.send(JSON.stringify(message))
      socket.addEventListener('open', () => say({ type: 'connection_init', payload: { Authorization: authorization } }))
      socket.addEventListener('message', ({ data }) => {
        const text = String(data)
        if (text.includes('connection_ack')) say({ id: '1', type: 'subscribe', payload: { query } })
        else resolve(text)
      })
      socket.addEventListener('close', () => resolve(''))
    })

  const listen = (): Promise<string> =>
    new Promise((resolve) => {
      const address = `${url}?query=${encodeURIComponent(query)}`
      const source = new browser.EventSource(address, { withCredentials: isCredentialed })
      const end = (text: string): void => {
        source.close()
        resolve(text)
      }
      source.addEventListener('next', ({ data }: { readonly data: unknown }) => end(String(data)))
      source.addEventListener('error', () => end(''))
    })

  const submit = (): Promise<string> =>
    new Promise((resolve) => {
      const frame = document.createElement('iframe')
      frame.name = 'answer'
      document.body.append(frame)
      const form = document.createElement('form')
      Object.assign(form, { action: url, method: 'POST', target: 'answer' })
      const field = document.createElement('input')
      Object.assign(field, { name: 'query', value: query })
      form.append(field)
      document.body.append(form)
      frame.addEventListener('load', () => {
        // A frame of another origin has no document for this page.
        const text: unknown = frame.contentDocument?.body?.textContent
        if (frame.contentWindow?.length !== undefined) resolve(typeof text === 'string' ? text : '')
      })
      form.submit()
    })

  function send(init: RequestInit): Promise<string> {
    return browser.fetch(url, { method: 'POST', credentials, ...init }).then((answer) => answer.text(), readNothing)
  }

  const late = new Promise<string>((resolve) => setTimeout(() => resolve(''), 4_000))
  switch (name) {
    case 'webSocket':
      return Promise.race([openSocket(), late])
    case 'fetch': {
      const token = authorization === null ? {} : { authorization }
      return Promise.race([send({ headers: { 'content-type': 'application/json', ...token }, body }), late])
    }
    case 'form':
      return Promise.race([submit(), late])
    case 'multipart': {
      const form = new browser.FormData()
      form.append('operations', body)
      form.append('map', '{}')
      return Promise.race([send({ mode: 'no-cors', body: form }), late])
    }
    case 'plainText':
      return Promise.race([send({ mode: 'no-cors', body }), late])
    case 'eventSource':
      return Promise.race([listen(), late])
  }
}
