import { objectText } from '../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { Change } from '../../../src/model/change.ts'
import { type Division, restObject } from './divided.ts'
import type { AuthorizationPlacement } from './placement.ts'
import type { Written } from './written.ts'

/** Removes each policy that Cilium enforces from now on, and adds what replaces it before the first of those that it replaces. */
export function authorizationChanges({ translated, written, divided }: AuthorizationPlacement): readonly Change[] {
  const added = new Set<Written>()
  return translated.flatMap((policy): Change[] => {
    const own = written.filter(({ policies }) => policies.includes(policy))
    const news = own.filter((one) => !added.has(one))
    for (const one of news) added.add(one)
    const parts = divided.filter(({ rest }) => rest.place === policy.place)
    return [
      ...news.map(addition),
      ...parts.map(partAddition),
      { kind: 'remove', target: policy.place.object, causes: [policy.place], why: reasonFor(policy, own) },
    ]
  })
}

function addition({ object, policies, effect }: Written): Change {
  const objects = policies.map(({ place }) => objectText(place.object)).join(', ')
  return { kind: 'add', object, causes: policies.map(({ place }) => place), why: `Replaces ${objects}. ${effect}` }
}

function partAddition({ obstacle, rest }: Division): Change {
  const why = `${objectText(rest.place.object)}, for pods that keep their sidecar: ${obstacle.what} is not translated.`
  return { kind: 'add', object: restObject(rest), causes: [rest.place], why }
}

function reasonFor({ effect }: AuthorizationPolicy, own: readonly Written[]): string {
  const names = own.map(({ object }) => `${object.kind} ${object.metadata.name}`).join(', ')
  if (own.length > 0) return `${names} ${own.length === 1 ? 'replaces' : 'replace'} it.`
  return effect === 'deny' ? 'It denies nothing: no request can match it.' : 'It denies nothing: it lets every client in.'
}
