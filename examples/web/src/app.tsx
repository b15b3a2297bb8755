/** The app: opens the desk, then the graph for a role, and shows the screen that the address names. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Graph, openGraph } from './graph/client.ts'
import { type Desk, fetchDesk } from './graph/desk.ts'
import { DEVELOPER, openRoleSession, openTokenSession, readRole, readToken, type Session } from './graph/session.ts'
import { isAboutToken, toTroubles } from './graph/trouble.ts'
import { PlaceContext } from './graph/use-graph.ts'
import { WhoAmIDocument } from './operations.ts'
import { Masthead } from './part/masthead.tsx'
import { Notice } from './part/notice.tsx'
import { Skeleton } from './part/panel.tsx'
import { TokenForm } from './part/token-form.tsx'
import { parseRoute, type Route, useHash } from './route.ts'
import { ProgressScreen } from './screen/progress.tsx'
import { StartScreen } from './screen/start.tsx'
import { UnderwriterScreen } from './screen/underwriter.tsx'
import { WorkListScreen } from './screen/work-list.tsx'

/** Masked, as a desk should be by default. */
const FIRST_ROLE = 'underwriter'

interface Opened {
  readonly graph: Graph
  readonly scopes: readonly string[] | null
  readonly needsToken: boolean
}

export function App() {
  const [desk, setDesk] = useState<Desk | null>(null)
  const [isAway, setAway] = useState(false)
  const [opened, setOpened] = useState<Opened | null>(null)
  const current = useRef<Graph | null>(null)

  const open = useCallback((session: Session) => {
    current.current?.close()
    const graph = openGraph(session)
    current.current = graph
    setOpened({ graph, scopes: null, needsToken: false })
    void graph.client
      .query(WhoAmIDocument, {})
      .toPromise()
      .then(({ data, error }) => {
        if (current.current !== graph) return
        const needsToken = toTroubles(error).some(isAboutToken)
        setOpened({ graph, scopes: data?.viewer.scopes ?? null, needsToken })
      })
  }, [])

  const load = useCallback(() => {
    setAway(false)
    fetchDesk().then(
      (desk) => {
        setDesk(desk)
        open(desk.roles.length === 0 ? openTokenSession(readToken()) : toRoleSession(desk, readRole() ?? FIRST_ROLE))
      },
      () => setAway(true),
    )
  }, [open])
  useEffect(load, [load])

  const route = parseRoute(useHash())
  if (isAway) return <Away onRetry={load} />
  if (desk === null || opened === null) return <Opening />
  return (
    <PlaceContext
      value={{
        graph: opened.graph,
        desk,
        scopes: opened.scopes,
        changeRole: (name) => open(toRoleSession(desk, name)),
      }}
    >
      <a className="skip" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      <Masthead route={route} />
      <main id="main" tabIndex={-1}>
        {opened.needsToken ? (
          <TokenForm onToken={(token) => open(openTokenSession(token))} />
        ) : (
          <Screen key={toKey(route, opened.graph)} route={route} />
        )}
      </main>
      <footer className="foot">
        Made-up people from the sandbox. Nothing on this page is real, and nothing leaves this machine.
      </footer>
    </PlaceContext>
  )
}

/** A screen begins anew with another applicant, and with another role. */
function toKey(route: Route, { session }: Graph): string {
  return [route.screen, 'applicantId' in route ? route.applicantId : '', session.role ?? ''].join(' ')
}

function Screen({ route }: { readonly route: Route }) {
  switch (route.screen) {
    case 'work-list':
      return <WorkListScreen />
    case 'start':
      return <StartScreen />
    case 'progress':
      return <ProgressScreen applicantId={route.applicantId} />
    case 'applicant':
      return <UnderwriterScreen applicantId={route.applicantId} />
  }
}

function toRoleSession({ roles }: Desk, name: string): Session {
  const role = roles.find((each) => each.name === name)
  return openRoleSession(role?.name ?? DEVELOPER, role?.stepsUp ?? false)
}

/** The address is the router's: a link to a place in the page would lead away from the screen. */
function skipToMain(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

function Opening() {
  return (
    <main className="lone">
      <Skeleton lines={3} label="Opening the desk" />
    </main>
  )
}

function Away({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <main className="lone">
      <h1>Credit desk</h1>
      <Notice
        tone="bad"
        title="The gateway cannot be reached"
        isLive
        actions={
          <button type="button" className="button" onClick={onRetry}>
            Try again
          </button>
        }
      >
        Is it still running? Start it with <code className="code">npm start</code>.
      </Notice>
    </main>
  )
}
