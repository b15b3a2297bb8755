/** One operation, asked when the variables change and when somebody asks again. What is shown stays until the next answer is there. */
import { useCallback, useEffect, useState } from 'react'
import type { AnyVariables, TypedDocumentNode } from 'urql'
import { type Trouble, toTroubles } from './trouble.ts'
import { usePlace } from './use-graph.ts'

export interface Answer<Data> {
  /** Null until the first answer, and when nothing could be read. */
  readonly data: Data | null
  readonly troubles: readonly Trouble[]
  readonly isLoading: boolean
  ask(): void
}

interface State<Data> {
  readonly key: string
  readonly data: Data | null
  readonly troubles: readonly Trouble[]
  readonly turn: number
}

export function useAnswer<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Answer<Data> {
  const { graph } = usePlace()
  const [turn, setTurn] = useState(0)
  const [state, setState] = useState<State<Data> | null>(null)
  const key = JSON.stringify(variables)

  useEffect(() => {
    let isWanted = true
    // The key is the variables: an object made anew at every drawing must not ask anew.
    void graph.client
      .query(document, JSON.parse(key) as Variables)
      .toPromise()
      .then(({ data, error }) => {
        if (isWanted) setState({ key, data: data ?? null, troubles: toTroubles(error), turn })
      })
    return () => {
      isWanted = false
    }
  }, [graph, document, key, turn])

  const ask = useCallback(() => setTurn((turn) => turn + 1), [])
  const isOfThese = state !== null && state.key === key
  return {
    data: isOfThese ? state.data : null,
    troubles: isOfThese ? state.troubles : [],
    isLoading: !isOfThese || state.turn !== turn,
    ask,
  }
}
