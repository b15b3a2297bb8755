/**
 * Compares two SDL texts by name: what was promised against what there is. Pure, and works on syntax alone, so the promise
 * may name types that it does not spell out. Shared by test/guards/schema-described.test.ts and its own proof.
 */
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  parse,
  print,
} from 'graphql'

type Promised = Readonly<Record<string, string>>

const printField = ({ arguments: args, type }: FieldDefinitionNode): string => {
  const sorted = (args ?? []).map(printInput).sort()
  return `(${sorted.join(', ')}): ${print(type)}`
}

const printInput = ({ name, type, defaultValue }: InputValueDefinitionNode): string =>
  `${name.value}: ${print(type)}${defaultValue === undefined ? '' : ` = ${print(defaultValue)}`}`

/** Every name of a document with what it is: "Journey.percent" → "(): Int!". */
function listNames(document: DocumentNode): Promised {
  const names: Record<string, string> = {}
  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.name === undefined) continue
    const type = definition.name.value
    names[type] = definition.kind
    for (const [member, shape] of listMembers(definition)) names[`${type}.${member}`] = shape
  }
  return names
}

function listMembers(definition: DefinitionNode): (readonly [string, string])[] {
  switch (definition.kind) {
    case 'ObjectTypeDefinition':
    case 'InterfaceTypeDefinition':
      return [
        ...(definition.interfaces ?? []).map((each) => [`implements ${each.name.value}`, ''] as const),
        ...(definition.fields ?? []).map((each) => [each.name.value, printField(each)] as const),
      ]
    case 'InputObjectTypeDefinition':
      return (definition.fields ?? []).map((each) => [each.name.value, printInput(each)] as const)
    case 'EnumTypeDefinition':
      return (definition.values ?? []).map((each) => [each.name.value, ''] as const)
    default:
      return []
  }
}

/** Every promised name that is missing or has another shape, sorted; empty when the promise is kept. */
export function findBrokenPromises(promised: string, present: string): string[] {
  const has = listNames(parse(present))
  return Object.entries(listNames(parse(promised))).flatMap(([name, shape]) => {
    if (has[name] === undefined) return [`${name} is missing`]
    return has[name] === shape ? [] : [`${name} is ${has[name]}, promised is ${shape}`]
  })
}

/** Every type, field, argument, enum value and input field without a description, as a path like "Query.node(id)". */
export function findUndescribed(sdl: string): string[] {
  const found: string[] = []
  const look = (path: string, node: { readonly description?: { readonly value: string } | undefined }): void => {
    if ((node.description?.value.trim() ?? '') === '') found.push(path)
  }
  for (const definition of parse(sdl).definitions) {
    if (!('name' in definition) || definition.name === undefined || !('description' in definition)) continue
    const type = definition.name.value
    look(type, definition)
    if ('values' in definition) for (const value of definition.values ?? []) look(`${type}.${value.name.value}`, value)
    if (!('fields' in definition)) continue
    for (const field of definition.fields ?? []) {
      look(`${type}.${field.name.value}`, field)
      if (!('arguments' in field)) continue
      for (const argument of field.arguments ?? [])
        look(`${type}.${field.name.value}(${argument.name.value})`, argument)
    }
  }
  return found
}
