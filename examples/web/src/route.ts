/** Which screen is shown: what stands behind the # of the address, so that the gateway need serve one page only. */
import { useSyncExternalStore } from 'react'

export type Route =
  | { readonly screen: 'work-list' }
  | { readonly screen: 'start' }
  | { readonly screen: 'progress' | 'applicant'; readonly applicantId: string }

export function parseRoute(hash: string): Route {
  const [, screen = '', id = ''] = /^#\/(progress|applicants|start)(?:\/([\w=-]+))?$/.exec(hash) ?? []
  if (screen === 'start') return { screen }
  if (id === '') return { screen: 'work-list' }
  return { screen: screen === 'progress' ? 'progress' : 'applicant', applicantId: id }
}

export function toHash(route: Route): string {
  switch (route.screen) {
    case 'progress':
      return `#/progress/${route.applicantId}`
    case 'applicant':
      return `#/applicants/${route.applicantId}`
    case 'start':
      return '#/start'
    case 'work-list':
      return '#/'
  }
}

export function goTo(route: Route): void {
  location.hash = toHash(route)
}

export function useHash(): string {
  return useSyncExternalStore(listen, () => location.hash)
}

function listen(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange)
  return () => window.removeEventListener('hashchange', onChange)
}
