import type { Place, SourceSpan } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Address } from '../../model/request.ts'
import type { Difference } from '../../verify/comparison.ts'
import { differenceId } from '../../verify/lists/accept-list.ts'
import { decidingRules, rulesMet, ruleText } from '../decision/text.ts'
import { differenceText } from '../verify/difference-text.ts'
import { type FailurePolicy, fails, firstOf, isSilenced, type Reviewed } from '../verify/report.ts'
import { isBelowWorkingFolder, type Result } from './result.ts'
import { decidingObjects, placeInOther } from './same-object.ts'

/** Differences as results, without those that are accepted, ruled out, or announced by a finding that is a result itself. */
export function differenceResults(
  differences: readonly Difference[],
  policy: FailurePolicy,
  reviewed: Reviewed | undefined,
  announced: 'told' | 'left out',
  isChanged: (span: SourceSpan) => boolean = () => false,
): Result[] {
  const onReviewed = reviewed === undefined ? undefined : placeInOther(reviewed.mesh)
  return differences
    .filter((difference) => !isSilenced(difference))
    .filter((difference) => difference.verdict !== 'identified' || fails(difference, policy))
    .filter((difference) => announced === 'told' || difference.announcedBy === undefined || fails(difference, policy))
    .map((difference) => {
      const side = reviewed?.side ?? 'after'
      const { own, other } = placesOf(difference, side)
      // A route that is new may lead to the rule that refuses, which was there before.
      const onTheWay = difference.witness === undefined ? [] : rulesMet(difference.witness[side]).filter(({ span }) => isChanged(span))
      // A rule that decided before and decides no more, such as STRICT, is where the change took it away.
      const edited = other.flatMap((place) => onReviewed?.(place) ?? []).filter(({ span }) => isChanged(span))
      // Hosts of code show what stands in the change. A route that it leaves as it is may decide together with a policy that it edits.
      const shown =
        difference.witness === undefined && own.length === 0
          ? changedFor(difference, reviewed?.mesh, isChanged)
          : [...own, ...onTheWay, ...edited]
      const [first, ...others] = unique(shown)
        .filter(({ span }) => isBelowWorkingFolder(span))
        .sort((a, b) => Number(isChanged(b.span)) - Number(isChanged(a.span)))
      const span = first?.span ?? (reviewed === undefined ? undefined : placeOfAddress(difference, reviewed.mesh))
      return {
        rule: difference.verdict,
        level: levelOf(difference, policy),
        title: `${difference.verdict}: ${firstOf(difference.destinations)}, from ${firstOf(difference.clients)}`,
        details: differenceText(difference, false).split('\n').slice(1).join('\n').trimEnd(),
        hint: '',
        ...(span === undefined ? {} : { span }),
        related: [...others, ...other].map((place) => ({ span: place.span, message: ruleText(place) })),
        fingerprint: differenceId(difference),
      }
    })
}

function levelOf(difference: Difference, policy: FailurePolicy): Result['level'] {
  if (fails(difference, policy) || difference.verdict === 'wider') return 'error'
  return difference.verdict === 'undetermined' || difference.announcedBy !== undefined ? 'note' : 'warning'
}

/**
 * The rules that decide the witness on the reviewed side, and what explains the difference there; and the rules of the other side. What a
 * translation wrote is not in the repository yet, so nothing of it is a place.
 */
function placesOf({ witness, causes = [], announcedBy }: Difference, side: Reviewed['side']): { own: Place[]; other: Place[] } {
  const own = [
    ...causes.map(({ place }) => place),
    ...(witness === undefined ? [] : decidingRules(witness[side])),
    ...(announcedBy?.place === undefined ? [] : [announcedBy.place]),
  ]
  const other = witness === undefined || side === 'before' ? [] : decidingRules(witness.before)
  return { own: unique(own), other }
}

function unique(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [ruleText(place), place])).values()]
}

/**
 * What a change leaves undecided has no request that shows it, and no rule that decides: the objects that the change writes, those in a
 * namespace of the destinations before others.
 */
function changedFor({ destinations }: Difference, mesh: Mesh | undefined, isChanged: (span: SourceSpan) => boolean): Place[] {
  if (mesh === undefined) return []
  const near = ({ object }: Place): boolean => destinations.some((name) => name.includes(` ${object.namespace}/`))
  return decidingObjects(mesh)
    .filter(({ span }) => isChanged(span))
    .sort((a, b) => Number(near(b)) - Number(near(a)))
    .slice(0, 1)
}

/** Where no rule decides, as in a mesh without policies: the Service or the workload that is asked, or anything of the reviewed mesh. */
function placeOfAddress({ witness }: Difference, mesh: Mesh): SourceSpan | undefined {
  const places = [
    ...(witness === undefined ? [] : objectsAt(witness.request.address, mesh)),
    ...mesh.namespaces.flatMap(({ place }) => (place === undefined ? [] : [place])),
    ...mesh.services.map(({ place }) => place),
    ...mesh.workloads.map(({ place }) => place),
  ]
  return places.map(({ span }) => span).find(isBelowWorkingFolder)
}

function objectsAt(address: Address, mesh: Mesh): Place[] {
  const named = (name: string, namespace: string) => (one: { readonly name: string; readonly namespace: string }) =>
    one.name === name && one.namespace === namespace
  switch (address.kind) {
    case 'service':
      return mesh.services.filter(named(address.name, address.namespace)).map(({ place }) => place)
    case 'pod':
      return mesh.workloads.filter(named(address.workload, address.namespace)).map(({ place }) => place)
    case 'host':
      return []
  }
}
