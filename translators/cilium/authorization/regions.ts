import { compareText } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { Json } from '../../../src/model/object.ts'
import { ownValue } from '../../../src/model/own-value.ts'
import type { Labels } from '../../../src/model/workload.ts'
import { namespaceLabel } from './entries.ts'
import type { Subject } from './subject.ts'

/** Pods of which the same policies hold: of some namespaces, with some labels, and without others. */
export interface Region<P extends Attached> {
  readonly namespaces: readonly string[]
  readonly labels: Labels
  /** By key the values that the pods do not have. */
  readonly without: Readonly<Record<string, readonly string[]>>
  readonly policies: readonly P[]
}

/** A policy, by whom it holds for. */
export interface Attached {
  readonly attachment: Attachment
}

/**
 * Divides pods by the policies that hold for them, so that one policy of Cilium can say what all of them allow together. Pods that none of
 * them holds for are left out.
 */
export function regionsOf<P extends Attached>(policies: readonly P[], mesh: readonly string[]): readonly Region<P>[] {
  const everywhere = [...new Set([...mesh, ...policies.flatMap(({ attachment }) => namespacesOf(attachment, []))])].sort(compareText)
  const start: Region<P> = { namespaces: everywhere, labels: {}, without: {}, policies: [] }
  return policies
    .reduce<readonly Region<P>[]>(
      (regions, policy) =>
        regions.flatMap((region) => {
          const names = namespacesOf(policy.attachment, mesh)
          return [...inside(region, policy, names), ...outside(region, policy, names)]
        }),
      [start],
    )
    .filter((region) => region.policies.length > 0)
}

/** The same without the pods of which `excluded` holds. */
export function regionsWithout<P extends Attached>(
  policies: readonly P[],
  excluded: readonly Attachment[],
  mesh: readonly string[],
): readonly Region<P>[] {
  if (excluded.length === 0) return regionsOf(policies, mesh)
  const barriers = excluded.map((attachment): Attached => ({ attachment }))
  return regionsOf<Attached>([...policies, ...barriers], mesh)
    .filter((region) => !region.policies.some((one) => barriers.includes(one)))
    .map((region) => ({ ...region, policies: policies.filter((one) => region.policies.includes(one)) }))
}

function namespacesOf(attachment: Attachment, mesh: readonly string[]): readonly string[] {
  return attachment.scope === 'mesh' || attachment.namespace === undefined ? mesh : [attachment.namespace]
}

function labelsOf(attachment: Attachment): Labels {
  return attachment.scope === 'workloads' ? attachment.labels : {}
}

function inside<P extends Attached>(region: Region<P>, policy: P, names: readonly string[]): Region<P>[] {
  const namespaces = region.namespaces.filter((name) => names.includes(name))
  const labels = { ...labelsOf(policy.attachment), ...region.labels }
  const isPossible =
    namespaces.length > 0 &&
    Object.entries(labelsOf(policy.attachment)).every(
      ([key, value]) => labels[key] === value && !(ownValue(region.without, key) ?? []).includes(value),
    )
  return isPossible ? [{ ...region, namespaces, labels, policies: [...region.policies, policy] }] : []
}

/** Pods of other namespaces, and for each label those that do not have it; the latter may overlap, and are alike. */
function outside<P extends Attached>(region: Region<P>, policy: P, names: readonly string[]): Region<P>[] {
  const elsewhere = region.namespaces.filter((name) => !names.includes(name))
  const here = region.namespaces.filter((name) => names.includes(name))
  const labels = Object.entries(labelsOf(policy.attachment))
  const isApart = labels.some(
    ([key, value]) =>
      (Object.hasOwn(region.labels, key) && region.labels[key] !== value) || (ownValue(region.without, key) ?? []).includes(value),
  )
  const lacking = labels
    .filter(([key]) => !Object.hasOwn(region.labels, key))
    .map(([key, value]) => ({
      ...region,
      namespaces: here,
      without: { ...region.without, [key]: [...(ownValue(region.without, key) ?? []), value] },
    }))
  const rest = isApart ? [{ ...region, namespaces: here }] : lacking
  return [...(elsewhere.length > 0 ? [{ ...region, namespaces: elsewhere }] : []), ...(here.length > 0 ? rest : [])]
}

/** The pods of a region as a policy of Cilium selects them. */
export function subjectOfRegion({ namespaces, labels, without }: Region<Attached>): Subject {
  const [namespace] = namespaces
  const isSingle = namespaces.length === 1
  const expressions: Json[] = [
    ...(isSingle ? [] : [{ key: namespaceLabel, operator: 'In', values: namespaces }]),
    ...Object.entries(without).map(([key, values]) => ({ key, operator: 'NotIn', values })),
  ]
  const endpointSelector = {
    ...(Object.keys(labels).length > 0 ? { matchLabels: labels } : {}),
    ...(expressions.length > 0 ? { matchExpressions: expressions } : {}),
  }
  return isSingle && namespace !== undefined ? { namespace, endpointSelector } : { endpointSelector }
}
