import { compareText, objectText } from '../../diagnostics/place.ts'
import { canonical } from '../../model/canonical.ts'
import { type LabelSelector, meetsSelector } from '../../model/label-selector.ts'
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
    const where = differenceOf(old, now) ?? selectionOf(old, now, before, after)
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

/** A policy that stays as it is admits other connections where labels change by which it selects: those of pods, or of a Namespace. */
function selectionOf(old: NetworkPolicy | undefined, now: NetworkPolicy | undefined, before: Mesh, after: Mesh): string | undefined {
  if (old === undefined || now === undefined) return undefined
  const [was, is] = [selectedBy(old, before), selectedBy(now, after)]
  const changed = [...was, ...is].filter((one) => !was.has(one) || !is.has(one))
  return changed.length === 0 ? undefined : `selects by labels that change (${[...new Set(changed)].sort(compareText).join(', ')})`
}

/** The Namespaces and pods of the input that selectors of a policy mean. */
function selectedBy({ pods, namespace, ingress, egress }: NetworkPolicy, mesh: Mesh): ReadonlySet<string> {
  const found = new Set(podsIn(mesh, [namespace], pods))
  for (const { peers } of [...ingress, ...egress])
    for (const peer of peers) {
      if (peer.kind === 'range') continue
      const spaces = peer.namespaces === undefined ? [namespace] : namespacesOf(mesh, peer.namespaces)
      if (peer.namespaces !== undefined) for (const name of spaces) found.add(`Namespace ${name}`)
      if (peer.pods !== undefined) for (const name of podsIn(mesh, spaces, peer.pods)) found.add(name)
    }
  return found
}

function namespacesOf(mesh: Mesh, selector: LabelSelector): string[] {
  return mesh.namespaces.flatMap(({ name, labels }) =>
    meetsSelector(selector, { ...labels, 'kubernetes.io/metadata.name': name }) ? [name] : [],
  )
}

function podsIn(mesh: Mesh, namespaces: readonly string[], selector: LabelSelector): string[] {
  return mesh.workloads.flatMap((pods) =>
    namespaces.includes(pods.namespace) && meetsSelector(selector, pods.labels) ? [`pods ${pods.namespace}/${pods.name}`] : [],
  )
}

/** Rules, peers and ports are sets: their order does not count. */
function rulesText(rules: readonly NetworkRule[]): string {
  const sorted = (list: readonly unknown[]): readonly string[] => list.map(canonical).sort(compareText)
  return JSON.stringify(sorted(rules.map(({ peers, ports }) => [sorted(peers), sorted(ports)])))
}
