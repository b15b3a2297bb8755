/** Whether the network is there: as the browser says, and as somebody has it who wants to see what happens without. */
import { useEffect, useState } from 'react'

export interface Network {
  readonly isOn: boolean
  /** True while it was cut here, on purpose. */
  readonly isCut: boolean
  cut(isCut: boolean): void
}

export function useNetwork(): Network {
  const [isThere, setThere] = useState(navigator.onLine)
  const [isCut, cut] = useState(false)
  useEffect(() => {
    const look = (): void => setThere(navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return { isOn: isThere && !isCut, isCut, cut }
}
