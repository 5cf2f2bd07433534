import type { PathStep } from '../../diagnostics/place.ts'
import type { Schema } from '../schema.ts'
import type { Problem } from '../structural/problem.ts'

/** Checks every rule of a schema on a value that fits its structure, defaults filled in. `path` is put back as it was. */
export function checkRules(schema: Schema, value: unknown, path: PathStep[], problems: Problem[]): void {
  if (!schema.rulesWithin || value === null) return
  if (schema.rules !== undefined) {
    for (const rule of schema.rules) if (!rule.holds(value)) problems.push({ kind: 'rule', path: [...path], message: rule.message })
  }
  if (typeof value !== 'object') return
  if (Array.isArray(value)) {
    if (schema.items?.rulesWithin !== true) return
    for (let position = 0; position < value.length; position++) {
      path.push(position)
      checkRules(schema.items, value[position], path, problems)
      path.pop()
    }
    return
  }
  const fields = value as Readonly<Record<string, unknown>>
  for (const name in fields) {
    const child = schema.properties?.get(name) ?? schema.additional
    if (child?.rulesWithin !== true) continue
    path.push(name)
    checkRules(child, fields[name], path, problems)
    path.pop()
  }
}
