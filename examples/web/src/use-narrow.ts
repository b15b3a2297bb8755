/** True on a screen as narrow as a phone's: the same bound as in the style sheets. */
import { useSyncExternalStore } from 'react'

const NARROW = '(max-width: 640px)'

export function useNarrow(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(NARROW).matches)
}

function listen(onChange: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}
