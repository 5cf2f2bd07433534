import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Place } from '../../diagnostics/place.ts'
import { decidingRules } from '../decision/text.ts'
import type { Cause } from './causes.ts'
import { type NamedObject, objectsOfChange } from './objects-of-change.ts'
import { questionsOf } from './questions.ts'
import type { Review } from './review.ts'

/**
 * The review with what is about some kinds (`VirtualService`, `virtualservices`) or namespaces. The summary, what moves and what stays are
 * those of the whole, so that nothing that is left out looks as if it were not there. Objects that name no namespace are in `assumed`.
 */
export function reviewOnly(review: Review, names: readonly string[], assumed?: string): Review {
  const isNamed = (one: NamedObject): boolean => names.some((name) => hasName(one, name))
  const causes = review.causes.filter((cause) => objectsOf(cause).some(isNamed))
  const findings = review.findings.filter((finding) => objectOf(finding).some(isNamed))
  return {
    ...review,
    causes,
    findings,
    questions: questionsOf(findings),
    accepted: review.accepted.filter(({ destinations }) => destinations.some((name) => isNamed(destinationOf(name)))),
    becomings: review.becomings.filter(({ source, becomes }) => [source, ...becomes].some((text) => isNamed(destinationOf(text)))),
    deletions: review.deletions.filter(isNamed),
    // What changes in a file that does not parse may be about any of them.
    files: review.files.filter((file) => objectsOfChange(file, assumed)?.some(isNamed) ?? true),
    only: { names, unmatched: unmatched(review, names, assumed), causes: causes.length, whole: review },
  }
}

function hasName({ kind, namespace }: NamedObject, name: string): boolean {
  return name === namespace || formsOf(kind).includes(name.toLowerCase())
}

/** The names that nothing of the whole review has: most likely a slip, such as `payment` for `payments`. */
function unmatched(review: Review, names: readonly string[], assumed: string | undefined): string[] {
  const { causes, findings, accepted, becomings, deletions, files, moves } = review
  const moving = [...(moves?.objects ?? []), ...(moves?.stays ?? [])].map(({ object }) => destinationOf(object))
  const all: readonly NamedObject[] = [
    ...causes.flatMap(objectsOf),
    ...findings.flatMap(objectOf),
    ...accepted.flatMap(({ destinations }) => destinations.map(destinationOf)),
    ...becomings.flatMap(({ source, becomes }) => [source, ...becomes].map(destinationOf)),
    ...deletions,
    ...files.flatMap((file) => objectsOfChange(file, assumed) ?? []),
    ...moving,
    ...(moves?.namespaces ?? []).map((namespace) => ({ kind: 'Namespace', namespace })),
  ]
  return names.filter((name) => !all.some((one) => hasName(one, name)))
}

/** A kind as kubectl takes it: `virtualservice`, `virtualservices`, `authorizationpolicies`. */
function formsOf(kind: string): string[] {
  const name = kind.toLowerCase()
  return [name, `${name}s`, `${name}es`, name.replace(/y$/, 'ies')]
}

/** Where a cause is found, and the objects whose rules decide. */
function objectsOf({ places, differences }: Cause): NamedObject[] {
  const rules = differences.flatMap(({ witness, announcedBy, causes = [] }) => [
    ...(witness === undefined ? [] : [...decidingRules(witness.before), ...decidingRules(witness.after)]),
    ...(announcedBy?.place === undefined ? [] : [announcedBy.place]),
    ...causes.map(({ place }) => place),
  ])
  return [...places.map(destinationOf), ...rules.map(named)]
}

function objectOf({ place }: Diagnostic): NamedObject[] {
  return place === undefined ? [] : [named(place)]
}

/** A Namespace is about itself. */
function named({ object: { kind, namespace, name } }: Place): NamedObject {
  return { kind, namespace: kind === 'Namespace' ? name : namespace }
}

/** `Service shop/cart:80`, `Namespace shop`, `pods shop/cart-v1:8080`. */
function destinationOf(text: string): NamedObject {
  const [kind = '', name = ''] = text.split(' ')
  return { kind, namespace: kind === 'Namespace' ? name : name.includes('/') ? name.slice(0, name.indexOf('/')) : '' }
}
