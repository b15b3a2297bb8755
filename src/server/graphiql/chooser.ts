/**
 * The two menus at the top of the GraphiQL page: in which role one asks, and about which made-up person. The role puts its
 * token into the headers pane, the person fills the variables. Runs in the browser, from its own text: it may name nothing
 * outside of itself.
 */
import type { Drawn, Page } from './browser.ts'

interface Cast {
  readonly roles: readonly { readonly name: string; readonly title: string; readonly stepsUp: boolean }[]
  readonly personas: readonly Persona[]
}
interface Persona {
  readonly reference: string
  readonly title: string
  readonly applicantId: string
  readonly mobile: string
  readonly pan: string
}
interface Choice {
  readonly value: string
  readonly label: string
}

export interface Chooser {
  /** What stands where GraphiQL has its name. */
  readonly title: Drawn
  /** To be told of every change of tabs. */
  onTabChange(): void
}

/** Shows no menus where the gateway has no sandbox; rejects nothing. */
export function createChooser(page: Page): Chooser {
  const { createElement: h, useState, useEffect } = page.React
  const chosen = { authorization: null as string | null, persona: null as Persona | null }

  function change(editor: string, how: (was: Record<string, unknown>) => object): void {
    for (const model of page.monaco.editor.getModels()) {
      if (!model.uri.path.endsWith(editor)) continue
      try {
        const text = JSON.stringify(
          how(JSON.parse(model.getValue().trim() || '{}') as Record<string, unknown>),
          null,
          2,
        ) // an editor of objects
        if (text !== model.getValue()) model.setValue(text)
      } catch {
        // Somebody is writing there: it is left alone.
      }
    }
  }

  function putToken(): void {
    // Undefined is left out of the text.
    change('request-headers.json', (was) => ({ ...was, Authorization: chosen.authorization ?? undefined }))
  }

  /** What a saved operation says of its person, said of another. */
  function toVariables(was: object, { applicantId, reference, mobile, pan }: Persona): object {
    const isAbout = 'applicantId' in was
    const entries = Object.entries(was).map(([name, value]: [string, unknown]) => {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return [name, toVariables(value, { applicantId, reference, mobile, pan, title: '' })]
      }
      if (name === 'applicantId') return [name, applicantId]
      if (name === 'reference' && /^LN-10\d\d$/.test(String(value))) return [name, reference]
      if (isAbout && name === 'mobile') return [name, mobile]
      if (isAbout && name === 'username') return [name, pan]
      // The same key for another person would be refused.
      if (isAbout && name === 'idempotencyKey') {
        return [name, `${String(value).replace(/-LN-10\d\d$/, '')}-${reference}`]
      }
      return [name, value]
    })
    return Object.fromEntries(entries) as object
  }

  function putPersona(): void {
    const { persona } = chosen
    if (persona !== null) change('variables.json', (was) => toVariables(was, persona))
  }

  async function takeRole(value: string): Promise<void> {
    const [role = '', mode] = value.split('+')
    if (role === '') chosen.authorization = null
    else {
      const applicant = chosen.persona === null ? '' : `&applicant=${encodeURIComponent(chosen.persona.applicantId)}`
      const stepUp = mode === 'stepUp' ? '&stepUp=true' : ''
      const answer = await page.fetch(`/sandbox/role-token?role=${encodeURIComponent(role)}${applicant}${stepUp}`)
      const { token } = JSON.parse(await answer.text()) as { readonly token: string } // the gateway's own answer
      chosen.authorization = `Bearer ${token}`
    }
    putToken()
  }

  function Menu(label: string, value: string, choices: readonly Choice[], take: (value: string) => void): Drawn {
    const options = choices.map(({ value, label }) => h('option', { value, key: value }, label))
    return h(
      'select',
      {
        'aria-label': label,
        title: label,
        value,
        onChange: (event: { readonly target: { readonly value: string } }) => take(event.target.value),
      },
      ...options,
    )
  }

  function Title(): Drawn {
    const [cast, setCast] = useState<Cast | null>(null)
    const [role, setRole] = useState('')
    const [reference, setReference] = useState('')
    useEffect(() => {
      const read = async (): Promise<void> => {
        const answer = await page.fetch('/sandbox/cast')
        if (answer.ok) setCast(JSON.parse(await answer.text()) as Cast) // the gateway's own answer
      }
      read().catch(() => undefined)
    }, [])
    const roles = (cast?.roles ?? []).flatMap(({ name, title, stepsUp }) => [
      { value: name, label: title },
      ...(stepsUp ? [{ value: `${name}+stepUp`, label: `${title}, identifiers whole (5 min)` }] : []),
    ])
    const personas = cast?.personas ?? []
    return h(
      'span',
      { className: 'finpass-title' },
      h('b', null, 'finpass-graph'),
      roles.length === 0
        ? null
        : Menu('Ask as', role, [{ value: '', label: 'Developer, all rights' }, ...roles], (next) => {
            setRole(next)
            takeRole(next).catch(() => setRole(''))
          }),
      personas.length === 0
        ? null
        : Menu(
            'Ask about',
            reference,
            [
              { value: '', label: 'Persons as saved' },
              ...personas.map(({ reference, title }) => ({ value: reference, label: `${reference} ${title}` })),
            ],
            (next) => {
              setReference(next)
              chosen.persona = personas.find(({ reference }) => reference === next) ?? null
              putPersona()
              // A borrower's token is about one person.
              takeRole(role).catch(() => setRole(''))
            },
          ),
    )
  }

  return {
    title: h(Title, null),
    onTabChange() {
      // Not before the editors show the new tab.
      page.setTimeout(() => {
        if (chosen.authorization !== null) putToken()
        putPersona()
      }, 0)
    },
  }
}
