import { groupOf } from '../../model/api-group.ts'
import { decidingKinds, decidingScopeOf, workloadKinds } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import type { Reach } from '../../model/unread.ts'
import type { FieldPath } from '../kustomization/changed-fields.ts'
import { decides, isMeshKey } from '../kustomization/deciding-fields.ts'
import { mentions } from '../kustomization/field-transforms.ts'
import { reachOfObject } from '../kustomization/transform.ts'

/** Which objects a policy changes on their way into the cluster. */
export interface ChangedBy {
  /** Kinds as written; `*` is any. */
  readonly kinds: readonly string[]
  /** Undefined for any. */
  readonly namespaces?: readonly string[] | undefined
  readonly fields: readonly FieldPath[]
}

/**
 * The objects of the input that are changed in a field that decides. What a policy does to pods it does to those that a Deployment makes; a
 * label decides where something selects by it.
 */
export function changedObjects({ kinds, namespaces, fields }: ChangedBy, objects: readonly SourceObject[]): Reach[] {
  const meant = kinds.flatMap((kind) => (kind === '*' ? decidingKinds : [kind]))
  const wanted = new Set(meant.includes('Pod') ? [...meant, ...workloadKinds] : meant)
  const deciding = fields.filter((field) => !isIdleLabel(field, objects))
  return objects.flatMap((object) => {
    const { kind, namespace, name } = object.ref
    if (!wanted.has(kind) || (namespaces !== undefined && !namespaces.includes(namespace))) return []
    const group = groupOf(object.ref.apiVersion)
    const direct = meant.includes(kind) && deciding.some((field) => decides({ group, kind, name }, field))
    const asPods = { group: '', kind: 'Pod', name }
    const throughPods = workloadKinds.has(kind) && meant.includes('Pod') && deciding.some((field) => decides(asPods, field))
    return direct || throughPods ? (reachOfObject(object) ?? []) : []
  })
}

function isIdleLabel(field: FieldPath, objects: readonly SourceObject[]): boolean {
  const at = field.indexOf('labels')
  const key = at > 0 && field[at - 1] === 'metadata' ? field[at + 1] : undefined
  return (
    key !== undefined &&
    !isMeshKey(key) &&
    !objects.some((object) => decidingScopeOf(groupOf(object.ref.apiVersion), object.ref.kind) !== undefined && mentions(key, object))
  )
}
