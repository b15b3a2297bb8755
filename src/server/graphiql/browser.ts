/** As much of a browser, of React and of the editor as our part of the GraphiQL page uses. Types only. */

export interface Answer {
  readonly ok: boolean
  readonly status: number
  text(): Promise<string>
}

export interface Socket {
  onopen: () => void
  onmessage: (event: { readonly data: string }) => void
  onclose: (event: { readonly code: number; readonly reason: string }) => void
  send(text: string): void
  close(code: number): void
}

/** Something of React's that can be drawn. */
export type Drawn = object | string | null

export interface ReactLike {
  createElement(kind: unknown, properties: object | null, ...children: readonly Drawn[]): Drawn
  useState<Value>(first: Value): [Value, (next: Value) => void]
  useEffect(run: () => void, on: readonly unknown[]): void
}

/** A text in one of the editors. */
export interface Model {
  readonly uri: { readonly path: string }
  getValue(): string
  setValue(text: string): void
}

export interface Page {
  readonly React: ReactLike
  readonly monaco: { readonly editor: { getModels(): readonly Model[] } }
  readonly WebSocket: new (url: string, protocol: string) => Socket
  readonly location: { readonly href: string }
  fetch(
    url: string,
    how?: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
  ): Promise<Answer>
  setTimeout(run: () => void, ms: number): unknown
}
