/**
 * How the app is built and, with `npm run web`, developed: then Vite serves it and passes what it asks on to the gateway
 * that runs at GRAPH_URL. Files keep their names, so that what is committed changes only where something changed.
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const GATEWAY = process.env.GRAPH_URL ?? 'http://127.0.0.1:4000'

export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [react()],
  build: {
    outDir: 'built',
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'baseline-widely-available',
    rolldownOptions: {
      input: `${import.meta.dirname}/page.html`,
      checks: { bundlerTimings: false },
      output: {
        entryFileNames: 'app.js',
        chunkFileNames: '[name].js',
        assetFileNames: '[name][extname]',
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/graphql': { target: GATEWAY, ws: true },
      '/sandbox': { target: GATEWAY },
      '/docs': { target: GATEWAY },
    },
  },
})
