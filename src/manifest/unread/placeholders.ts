import type { PathStep } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import { decidingScopeOf, workloadKinds } from '../../model/deciding-kinds.ts'
import { isFilledInElsewhere, maySayFilledIn } from '../../model/filled-in.ts'
import type { SourceObject } from '../../model/object.ts'
import { isRecord } from '../object/identity.ts'
import { plainTextOf } from '../object/source-object.ts'
import { firstTagged } from '../yaml/local-tags.ts'
import { NodePlace } from '../yaml/node-place.ts'
import { decidingPartsOfOperator } from './operator-parts.ts'

/** Where another tool fills in a value that decides about requests. */
export interface Placeholder {
  readonly path: readonly PathStep[]
  readonly value: string
}

/** The first value of an object that another tool fills in and that may decide; undefined for kinds that decide nothing. */
export function placeholderIn(object: SourceObject): Placeholder | undefined {
  const { ref, value } = object
  if (decidingScopeOf(groupOf(ref.apiVersion), ref.kind) === undefined) return undefined
  const text = plainTextOf(object)
  if (text !== undefined && !maySayFilledIn(text)) return undefined
  if (ref.kind === 'ConfigMap') return isRecord(value.data) && 'mesh' in value.data ? filledIn(object, []) : undefined
  if (ref.kind === 'IstioOperator') return filledIn(object, [], decidingPartsOfOperator(value))
  if (!workloadKinds.has(ref.kind)) return filledIn(object, [])
  for (const path of podParts(ref.kind)) {
    const found = filledIn(object, path)
    if (found !== undefined) return found
  }
  return undefined
}

function filledIn({ value, place }: SourceObject, path: readonly string[], parts = value): Placeholder | undefined {
  const part = at(parts, path)
  const found = hasFilledIn(part) ? search(part, path) : undefined
  if (found !== undefined || !(place instanceof NodePlace) || place.document.isPlain) return found
  const node = path.reduce((above, step) => above.field(step), place).node()
  const tagged = node && firstTagged(node.node, node.tree, path)
  return tagged && { path: tagged.path, value: tagged.text }
}

/** What of a workload decides: where it runs, and what its pods are taken for. Images, arguments and environment do not. */
function podParts(kind: string): readonly (readonly string[])[] {
  const pods = kind === 'Pod' ? [] : kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template']
  const spec = ['hostNetwork', 'serviceAccountName', 'serviceAccount'].map((field) => [...pods, 'spec', field])
  return [['metadata', 'name'], ['metadata', 'namespace'], [...pods, 'metadata'], ...spec]
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), value)
}

/** Whether there is something to search for: most objects have nothing, and need no paths. */
function hasFilledIn(value: unknown): boolean {
  if (typeof value === 'string') return isFilledInElsewhere(value)
  if (typeof value !== 'object' || value === null) return false
  for (const name in value) if (isFilledInElsewhere(name) || hasFilledIn((value as Readonly<Record<string, unknown>>)[name])) return true
  return false
}

function search(value: unknown, path: readonly PathStep[]): Placeholder | undefined {
  if (typeof value === 'string') return isFilledInElsewhere(value) ? { path, value } : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const found = isFilledInElsewhere(name) ? { path, value: name } : search(part, [...path, Array.isArray(value) ? Number(name) : name])
    if (found !== undefined) return found
  }
  return undefined
}
