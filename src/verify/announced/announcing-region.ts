import type { Branch, Decision } from '../../model/verdict.ts'
import type { FoundDifference } from '../witness/group.ts'
import type { AnnouncedRegion } from './announcements.ts'

/**
 * The finding that announces a difference: one that speaks of its destination (`here`), else one that speaks of the pods where the request arrives. Example: a
 * VirtualService leads `saw` to the pods of `loom`, whose endpoint in Cilium redirects `%2F`; the finding about those pods speaks of requests to `saw`, too.
 */
export function announcingRegion(
  difference: FoundDifference,
  here: readonly AnnouncedRegion[],
  all: readonly AnnouncedRegion[],
): AnnouncedRegion | undefined {
  const near = here.find((region) => speaksOf(region, difference))
  if (near !== undefined) return near
  const pods = podsThatDecide(difference)
  if (pods.length === 0) return undefined
  const speaking = all.filter((region) => speaksOf(region, difference))
  const regions = pods.map((pod) => speaking.find((region) => region.coversPods(pod)))
  // Each of several pods has a finding of its own.
  return regions.includes(undefined) ? undefined : regions[0]
}

function speaksOf({ verdicts, only, notOf }: AnnouncedRegion, { verdict, client, changed, witness }: FoundDifference): boolean {
  return (
    (verdict === 'narrower' || verdict === 'rerouted') &&
    verdicts.includes(verdict) &&
    (notOf !== client || (witness !== undefined && meetsNode(witness.after))) &&
    (only === undefined || changed.every((topic) => only.includes(topic)))
  )
}

/** What a sidecar sends on as it is, under a Host that it does not know, meets the routes of its node like requests of pods without sidecar. */
function meetsNode({ points, branches }: Decision): boolean {
  return [...points, ...branches.flatMap((branch) => branch.points)].some(({ point }) => point === 'node proxy')
}

/** The pods that make the difference: those that deny now; where requests arrive at the same pods in another form, all of them. */
function podsThatDecide({ verdict, changed, witness }: FoundDifference): readonly string[] {
  // Where requests go is what routes say, not pods.
  if (witness === undefined || changed.includes('destination') || changed.includes('weights')) return []
  const { before, after } = witness
  const denied = new Set(before.branches.filter(isDenied).map(({ end }) => JSON.stringify(end)))
  const deciding =
    verdict === 'narrower' ? after.branches.filter((one) => isDenied(one) && !denied.has(JSON.stringify(one.end))) : after.branches
  return deciding.some(({ workload }) => workload === undefined) ? [] : deciding.flatMap(({ workload }) => workload ?? [])
}

function isDenied({ verdict }: Branch): boolean {
  return verdict !== 'allowed'
}
