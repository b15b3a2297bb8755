/** Where the gateway wants a token of somebody else: it is pasted, and kept for this tab alone. */
import { useState } from 'react'

export function TokenForm({ onToken }: { readonly onToken: (token: string) => void }) {
  const [token, setToken] = useState('')
  return (
    <div className="lone">
      <h1>This gateway wants a token</h1>
      <p>
        It runs with <code className="code">AUTH=jwt</code>. Paste a token of the tenant{' '}
        <code className="code">demo</code> with the scopes <code className="code">applicants:read analysis:read</code>{' '}
        or more; the README shows how to make one. It stays in this tab.
      </p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          onToken(token.trim().replace(/^Bearer\s+/i, ''))
        }}
      >
        <label className="field">
          <span>Token</span>
          <textarea
            rows={4}
            required
            spellCheck={false}
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
        <button type="submit" className="button button-main">
          Use this token
        </button>
      </form>
    </div>
  )
}
