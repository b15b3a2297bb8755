/** The password for the tax portal, wherever it is asked for: never kept by the browser. */
import type { ReactNode } from 'react'

export interface PasswordFieldProps {
  readonly password: string
  readonly onChange: (password: string) => void
  /** Below the field. */
  readonly hint?: ReactNode
}

export function PasswordField({ password, onChange, hint }: PasswordFieldProps) {
  return (
    <label className="field">
      <span>Portal password</span>
      <input
        type="password"
        autoComplete="off"
        required
        value={password}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint === undefined ? null : <span className="hint">{hint}</span>}
    </label>
  )
}
