import type { ObjectRef, Place } from '../diagnostics/place.ts'

/** JSON as Kubernetes means it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** A Kubernetes object that a target writes. Its key order is the order in which it is printed. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly [field: string]: unknown
}

/**
 * A Kubernetes object of the input, as the readers get it: structurally valid against its CRD schema where we know one, with
 * nulls that the API server prunes already gone. `value` is the whole object.
 */
export interface SourceObject {
  readonly ref: ObjectRef
  readonly value: Readonly<Record<string, unknown>>
  /** The place of the object's root; `place.field('spec')` and so on lead to its parts. */
  readonly place: Place
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  /** `metadata.creationTimestamp` when the input has it: Istio lets the older of two objects win. */
  readonly creationTimestamp?: string
  /** Kinds of the owners in `metadata.ownerReferences`, with their names. */
  readonly owners: readonly { readonly kind: string; readonly name: string }[]
}

/** The object's `spec`, as the type that its schema has; an absent spec is an empty one, as for Istio. */
export function specOf<T extends object>(object: SourceObject): T {
  return (object.value.spec ?? {}) as T
}
