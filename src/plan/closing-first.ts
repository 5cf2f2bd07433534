import { compareText, type ObjectRef } from '../diagnostics/place.ts'
import { isRecord } from '../manifest/object/identity.ts'
import { ownValue } from '../model/own-value.ts'

interface NamedObject {
  readonly ref: ObjectRef
  readonly value: Readonly<Record<string, unknown>>
}

/**
 * The order in which one `kubectl apply` makes objects: it takes documents as they stand in a file. What only closes comes before what says who may
 * call: with a new ALLOW before the new DENY beside it, what both leave out is open for a moment. RequestAuthentications come first of all, because rules
 * about tokens match nothing without them. Deleting goes the other way around, so that both ways pass the same states.
 */
export function closingFirst<One extends NamedObject>(objects: readonly One[]): readonly One[] {
  return [...objects].sort((a, b) => rankOf(a) - rankOf(b) || compareRefs(a.ref, b.ref))
}

/** Whether objects of a list are made and deleted in an order that matters. */
export function isOrdered(objects: readonly NamedObject[]): boolean {
  return new Set(objects.map(rankOf)).size > 1
}

export function compareRefs(a: ObjectRef, b: ObjectRef): number {
  return (
    compareText(a.namespace, b.namespace) ||
    compareText(a.kind, b.kind) ||
    compareText(a.name, b.name) ||
    compareText(a.apiVersion, b.apiVersion)
  )
}

export function rankOf({ ref: { kind }, value }: NamedObject): number {
  if (kind === 'RequestAuthentication') return 0
  return closing.get(kind)?.(ownValue(value, 'spec')) === true ? 1 : 2
}

const denies = (spec: unknown): boolean => isRecord(spec) && ['DENY', 'CUSTOM'].includes(String(ownValue(spec, 'action')))

const deniesInCilium = (spec: unknown): boolean =>
  isRecord(spec) && ['ingressDeny', 'egressDeny'].some((field) => ownValue(spec, field) !== undefined)

/** By kind: whether an object with this `spec` only takes access away. */
const closing: ReadonlyMap<string, (spec: unknown) => boolean> = new Map([
  ['AuthorizationPolicy', denies],
  ['PeerAuthentication', () => true],
  ['CiliumNetworkPolicy', deniesInCilium],
  ['CiliumClusterwideNetworkPolicy', deniesInCilium],
])
