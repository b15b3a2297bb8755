/** Every type of the schema with its descriptions, as one HTML page in which each type and field can be linked to. */
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql'

/** The HTML of the page's body, types sorted by what they are and then by name. */
export function renderSchemaReference(schema: GraphQLSchema): string {
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type))
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (type) => type != null,
  )
  const rest = types.filter((type) => !roots.some((root) => root.name === type.name)).toSorted(byName)
  const groups: readonly (readonly [string, readonly GraphQLNamedType[]])[] = [
    ['Where to begin', roots],
    ['Objects', rest.filter(isObjectType)],
    ['Interfaces and unions', rest.filter((type) => isInterfaceType(type) || isUnionType(type))],
    ['Inputs', rest.filter(isInputObjectType)],
    ['Enumerations', rest.filter(isEnumType)],
    ['Scalars', rest.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type))],
  ]
  const known = new Set(groups.flatMap(([, group]) => group.map(({ name }) => name)))
  const sections = groups.map(([title, group]) => {
    return `<h2>${title}</h2>\n${group.map((type) => renderType(type, known)).join('\n')}`
  })
  return `<h1 id="schema">Schema</h1>\n<p>Made from the descriptions in the schema itself.</p>\n${sections.join('\n')}`
}

function byName(a: GraphQLNamedType, b: GraphQLNamedType): number {
  return a.name < b.name ? -1 : 1
}

function renderType(type: GraphQLNamedType, known: ReadonlySet<string>): string {
  const head = `<h3 id="${type.name}">${type.name}</h3>\n<p>${escape(type.description)}</p>`
  if (isEnumType(type)) {
    const rows = type.getValues().map(({ name, description }) => [`<code>${name}</code>`, escape(description)])
    return `${head}\n${renderTable(['value', 'means'], rows)}`
  }
  if (isUnionType(type))
    return `${head}\n<p>One of ${type
      .getTypes()
      .map((one) => linkType(one, known))
      .join(', ')}.</p>`
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return head
  const fields: readonly (GraphQLField<unknown, unknown> | GraphQLInputField)[] = Object.values(type.getFields())
  const rows = fields.map((field) => [
    `<code id="${type.name}.${field.name}">${field.name}</code>`,
    linkType(field.type, known),
    `${escape(field.description)}${'args' in field ? renderArguments(field.args, known) : ''}`,
  ])
  return `${head}\n${renderTable(['field', 'type', 'is'], rows)}`
}

function renderArguments(args: readonly GraphQLArgument[], known: ReadonlySet<string>): string {
  if (args.length === 0) return ''
  const items = args.map(
    ({ name, type, description }) => `<li><code>${name}</code> ${linkType(type, known)} ${escape(description)}</li>`,
  )
  return `<ul>${items.join('')}</ul>`
}

function renderTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th>${text}</th>`).join('')
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')
  return `<table tabindex="0"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

function linkType(type: GraphQLType, known: ReadonlySet<string>): string {
  const { name } = getNamedType(type)
  const text = escape(String(type))
  return known.has(name) ? `<a href="#${name}"><code>${text}</code></a>` : `<code>${text}</code>`
}

function escape(text: string | null | undefined): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return (text ?? '').replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)
}
