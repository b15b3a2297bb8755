/** A value as it was once it has rested: for what is typed, and for what comes in bursts. */
import { useEffect, useState } from 'react'

export function useLater<Value>(value: Value, ms: number): Value {
  const [later, setLater] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return later
}
