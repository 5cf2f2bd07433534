import { compareText } from '../../../src/diagnostics/place.ts'

/** A set of names: those listed, or all but those listed. */
export interface Names {
  readonly but: boolean
  readonly names: readonly string[]
}

/** Pods whose namespace and service account are both in these sets. */
export interface PodTerm {
  readonly namespaces: Names
  readonly accounts: Names
}

/**
 * A set of clients as Cilium tells them apart: pods by namespace and service account, the gateways of Cilium, and everything else that is not a pod (outside world,
 * nodes) as one lump. Closed under union, intersection and complement.
 */
export interface IdentitySet {
  /** Any of them. */
  readonly pods: readonly PodTerm[]
  readonly ingress: boolean
  readonly others: boolean
}

export const everyName: Names = { but: true, names: [] }
export const everybody: IdentitySet = { pods: [{ namespaces: everyName, accounts: everyName }], ingress: true, others: true }
export const nobody: IdentitySet = { pods: [], ingress: false, others: false }

export function only(...names: readonly string[]): Names {
  return { but: false, names: [...new Set(names)].sort(compareText) }
}

export function podIdentities(namespaces: Names, accounts: Names = everyName): IdentitySet {
  return { pods: [{ namespaces, accounts }].filter((term) => !isEmptyTerm(term)), ingress: false, others: false }
}

export function uniteIdentities(a: IdentitySet, b: IdentitySet): IdentitySet {
  const byText = new Map([...a.pods, ...b.pods].map((term) => [JSON.stringify(term), term]))
  return { pods: [...byText.values()], ingress: a.ingress || b.ingress, others: a.others || b.others }
}

export function intersectIdentities(a: IdentitySet, b: IdentitySet): IdentitySet {
  const pods = a.pods.flatMap((left) =>
    b.pods.map((right) => ({
      namespaces: intersectNames(left.namespaces, right.namespaces),
      accounts: intersectNames(left.accounts, right.accounts),
    })),
  )
  return { pods: pods.filter((term) => !isEmptyTerm(term)), ingress: a.ingress && b.ingress, others: a.others && b.others }
}

export function complementIdentities(set: IdentitySet): IdentitySet {
  const start: IdentitySet = { pods: everybody.pods, ingress: !set.ingress, others: !set.others }
  return set.pods.reduce<IdentitySet>(
    (rest, term) => intersectIdentities(rest, { ...withoutTerm(term), ingress: true, others: true }),
    start,
  )
}

export function isEmptyIdentities(set: IdentitySet): boolean {
  return !set.ingress && !set.others && set.pods.length === 0
}

export function isEverybody(set: IdentitySet): boolean {
  return set.ingress && set.others && set.pods.some((term) => isEvery(term.namespaces) && isEvery(term.accounts))
}

export function isEvery(names: Names): boolean {
  return names.but && names.names.length === 0
}

/** Pods outside a term: those of other namespaces, and those of its namespaces with other accounts. */
function withoutTerm(term: PodTerm): Pick<IdentitySet, 'pods'> {
  const outside = { namespaces: complementNames(term.namespaces), accounts: everyName }
  const inside = { namespaces: term.namespaces, accounts: complementNames(term.accounts) }
  return { pods: [outside, inside].filter((part) => !isEmptyTerm(part)) }
}

function isEmptyTerm({ namespaces, accounts }: PodTerm): boolean {
  return [namespaces, accounts].some(({ but, names }) => !but && names.length === 0)
}

function complementNames(set: Names): Names {
  return { but: !set.but, names: set.names }
}

function intersectNames(a: Names, b: Names): Names {
  if (a.but && b.but) return { but: true, names: [...new Set([...a.names, ...b.names])].sort(compareText) }
  if (a.but) return only(...b.names.filter((name) => !a.names.includes(name)))
  return only(...a.names.filter((name) => b.names.includes(name) !== b.but))
}
