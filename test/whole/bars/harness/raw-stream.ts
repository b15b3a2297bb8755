/** A subscription over server-sent events, kept as the text that came. */
export interface RawStream {
  text(): string
  /** True once the server has ended it. */
  isOver(): boolean
}

/** Opens it and reads on until it ends; rejects when it cannot be opened. */
export async function openStreamOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  query: string,
  variables: object,
): Promise<RawStream> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query, variables }),
  })
  let text = ''
  let isOver = false
  async function readOn(): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true })
  }
  void readOn()
    .catch(() => undefined)
    .finally(() => {
      isOver = true
    })
  return { text: () => text, isOver: () => isOver }
}
