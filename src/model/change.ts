import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { ObjectRef, PathStep, Place } from '../diagnostics/place.ts'
import type { Json, KubernetesObject } from './object.ts'
import type { Prerequisites } from './prerequisites.ts'

/** One edit inside a source object. `set` creates missing parents; `delete` also removes a parent map that it leaves empty when `prune` is true. */
export type Edit =
  | { readonly op: 'set'; readonly path: readonly PathStep[]; readonly value: Json }
  | { readonly op: 'delete'; readonly path: readonly PathStep[]; readonly prune?: boolean }

/**
 * What a target wants changed. Documents that no change names keep their bytes. `causes` are the input values that made the change
 * necessary, the most important first. A new object is written after the document of its first cause, in the same file; with
 * `separateFile` (a base name such as `waypoint-prod.yaml`) it gets a file of its own in that directory, shared by all objects that
 * name the same one.
 */
export type Change =
  | {
      readonly kind: 'add'
      readonly object: KubernetesObject
      readonly causes: readonly Place[]
      readonly why: string
      readonly separateFile?: string
    }
  | {
      readonly kind: 'edit'
      readonly target: ObjectRef
      readonly edits: readonly Edit[]
      readonly causes: readonly Place[]
      readonly why: string
    }
  | {
      readonly kind: 'remove'
      readonly target: ObjectRef
      readonly causes: readonly Place[]
      readonly why: string
      /** True where nothing follows the object at the start, and something would beside the rest of the output: it goes before all other changes. */
      readonly first?: true
    }

export type AddedObject = Extract<Change, { kind: 'add' }>

/** Whether a change takes away what nothing follows before anything else is done. */
export function goesFirst(change: Change): boolean {
  return change.kind === 'remove' && change.first === true
}

/** An object of a cluster. */
export type ObjectName = Pick<ObjectRef, 'apiVersion' | 'kind' | 'namespace' | 'name'>

/** Namespaces that are enrolled, and workloads that leave their sidecars; policies where the target replaces only those. */
export interface MovedObjects {
  readonly namespaces: readonly string[]
  readonly objects: readonly ObjectRef[]
}

/** What a target made of a mesh. The order of changes does not matter; printing sorts them. */
export interface Emission {
  readonly changes: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  readonly moves?: MovedObjects
  /** Objects that stay as they are on purpose, because what decides their access cannot be said in the target. */
  readonly heldBack?: readonly { readonly object: ObjectRef; readonly cause: Diagnostic }[]
  /** Namespaces that stay as a whole, also those whose Namespace is not in the input. */
  readonly heldNamespaces?: readonly { readonly name: string; readonly cause: Diagnostic }[]
  /** Workloads that lose their sidecars where what moves are policies; absent where `moves` has them. */
  readonly leaves?: readonly ObjectRef[]
  /** Objects that only sidecars follow and that have been translated: they stay until no sidecar is left in the cluster, and mean nothing afterwards. */
  readonly outlived?: readonly ObjectName[]
  /** Set where the proxies of nodes may follow no route with a Service as its parent: the prerequisites switch these off (US5190). */
  readonly routesOffNodes?: true
  /** What has to be true of the cluster before the output is applied. */
  readonly prerequisites?: Prerequisites
}
