/** Light or dark: as the system has it, unless somebody chose. */
import { useState } from 'react'

export type Theme = 'system' | 'light' | 'dark'
const KEY = 'desk.theme'
const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** Puts what was chosen before into force; to be called before the first drawing. */
export function applyStoredTheme(): void {
  apply(readTheme())
}

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(readTheme)
  return [
    theme,
    (theme) => {
      localStorage.setItem(KEY, theme)
      apply(theme)
      setTheme(theme)
    },
  ]
}

function readTheme(): Theme {
  const stored = localStorage.getItem(KEY)
  return THEMES.find((theme) => theme === stored) ?? 'system'
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // What is drawn on a canvas cannot follow by itself.
  window.dispatchEvent(new Event('themechange'))
}
