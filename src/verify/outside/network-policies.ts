import { compareText, objectText } from '../../diagnostics/place.ts'
import { canonical } from '../../model/canonical.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { NetworkPolicy, NetworkRule } from '../../model/network-policy.ts'
import type { OutsideModel } from '../comparison.ts'

/**
 * NetworkPolicies that are not the same on both sides: what they drop is outside the model, so a policy that is opened shows nowhere else.
 * Others may drop connections too, but the same ones before and after.
 */
export function networkPoliciesOf(before: Mesh, after: Mesh): OutsideModel[] {
  const [was, is] = [before, after].map(
    ({ networkPolicies }) => new Map(networkPolicies.map((policy) => [objectText(policy.place.object), policy])),
  ) as [Map<string, NetworkPolicy>, Map<string, NetworkPolicy>]
  return [...new Set([...was.keys(), ...is.keys()])].map((name) => {
    const [old, now] = [was.get(name), is.get(name)]
    const { place } = (old ?? now)!
    const where = differenceOf(old, now)
    if (where === undefined) return { what: `${name} may drop connections before any proxy sees them`, place }
    return { what: `${name} ${where}: connections that it admits on one side only are not compared`, place }
  })
}

function differenceOf(old: NetworkPolicy | undefined, now: NetworkPolicy | undefined): string | undefined {
  if (old === undefined) return 'is on the side after only'
  if (now === undefined) return 'is on the side before only'
  const topics = [
    ...(canonical(old.pods) === canonical(now.pods) ? [] : ['podSelector']),
    ...(canonical(old.directions) === canonical(now.directions) ? [] : ['policyTypes']),
    ...(rulesText(old.ingress) === rulesText(now.ingress) ? [] : ['ingress']),
    ...(rulesText(old.egress) === rulesText(now.egress) ? [] : ['egress']),
  ]
  return topics.length === 0 ? undefined : `differs between the sides in ${topics.join(', ')}`
}

/** Rules, peers and ports are sets: their order does not count. */
function rulesText(rules: readonly NetworkRule[]): string {
  const sorted = (list: readonly unknown[]): readonly string[] => list.map(canonical).sort(compareText)
  return JSON.stringify(sorted(rules.map(({ peers, ports }) => [sorted(peers), sorted(ports)])))
}
