/** Puts the app into the page. */
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { applyStoredTheme } from './theme.ts'

applyStoredTheme()
const root = document.getElementById('app')
if (root !== null) createRoot(root).render(<App />)
