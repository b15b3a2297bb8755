/** The head of every screen: where one is, as whom one looks, and in which light. */
import { DEVELOPER } from '../graph/session.ts'
import { usePlace } from '../graph/use-graph.ts'
import { type Route, toHash } from '../route.ts'
import { type Theme, useTheme } from '../theme.ts'

const PLACES: readonly (readonly [title: string, route: Route])[] = [
  ['Work-list', { screen: 'work-list' }],
  ['New journey', { screen: 'start' }],
]
const THEMES: readonly (readonly [theme: Theme, title: string])[] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

/** Where it is, built or being developed. */
const ICON = new URL('../icon.svg', import.meta.url).href

export function Masthead({ route }: { readonly route: Route }) {
  const { desk, graph, changeRole } = usePlace()
  const [theme, setTheme] = useTheme()
  const { role } = graph.session
  return (
    <header className="masthead">
      <a className="brand" href="#/">
        <img src={ICON} alt="" width="26" height="26" />
        <span>Credit desk</span>
      </a>
      <nav aria-label="Screens">
        {PLACES.map(([title, place]) => (
          <a key={title} href={toHash(place)} aria-current={place.screen === route.screen ? 'page' : undefined}>
            {title}
          </a>
        ))}
        <a href="/graphql" className="nav-out">
          GraphiQL
        </a>
        <a href="/docs/">Docs</a>
      </nav>
      <div className="masthead-tools">
        {role === null ? null : (
          <label className="field-inline">
            <span>Role</span>
            <select value={role} onChange={(event) => changeRole(event.target.value)}>
              {desk.roles
                .filter(({ name }) => name !== 'borrower')
                .map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title}
                  </option>
                ))}
              <option value={DEVELOPER}>Developer, all rights</option>
            </select>
          </label>
        )}
        <label className="field-inline">
          <span>Theme</span>
          <select
            value={theme}
            onChange={(event) => setTheme(THEMES.find(([name]) => name === event.target.value)?.[0] ?? 'system')}
          >
            {THEMES.map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
    </header>
  )
}
