import { releaseAsked } from '../crd/schema-sets.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { objectText } from '../diagnostics/place.ts'
import { room } from '../diagnostics/room.ts'
import type { SkippedDocument } from '../manifest/input-file.ts'
import type { ManifestSet } from '../manifest/manifest-set.ts'
import { sameJson } from '../manifest/object/equal.ts'
import type { ReadMemory } from '../manifest/read-memory.ts'
import { groupOf } from '../model/api-group.ts'
import type { TargetVersions } from '../model/dialect.ts'
import type { SourceObject } from '../model/object.ts'
import type { UnreadInput } from '../model/unread.ts'
import { otherMeanings } from './other-meanings.ts'
import { settleSeconds } from './settle-seconds.ts'
import { asAccepted } from './validity.ts'

/** The input as files have it: which of its objects are valid depends on the releases of the cluster. */
export interface GivenInput {
  readonly set: ManifestSet
  /** What kustomizations of the input touch that were not built. */
  readonly kustomize: readonly UnreadInput[]
}

/** The input as a cluster with some releases takes it. */
export interface AcceptedInput {
  readonly input: ManifestSet
  /** Objects that no API server would accept; they are not in `input.objects`. */
  readonly invalid: readonly SourceObject[]
  /** The objects of each mesh that the input may mean, that of the first definitions first: where an object has two, a cluster keeps either. */
  readonly meanings: readonly (readonly SourceObject[])[]
  /** What is known to be unread beside `invalid`: documents, templates, what kustomizations touch. */
  readonly unread: readonly UnreadInput[]
  /** What was found, those of `invalid` among it: where the fault lies says what such an object may be. */
  readonly findings: readonly Diagnostic[]
}

/** An object as it is accepted, undefined where it is not. */
type Accept = (object: SourceObject, findings: Diagnostic[]) => SourceObject | undefined

/** Validates the input for some releases and settles what second definitions mean. */
export function acceptedInput(given: GivenInput, versions: TargetVersions, memory?: ReadMemory): AcceptedInput {
  return settled(given, versions, (object, findings) => {
    if (memory?.accepts(object)) return object
    room()
    const before = findings.length
    const accepted = asAccepted(object, versions, findings)
    if (accepted === object && findings.length === before) memory?.keepAccepted(object)
    return accepted
  })
}

/**
 * The same for other releases, given what it was for some: only objects of groups whose schemas differ are validated again. The same value where all of
 * them are accepted as they were.
 */
export function acceptedAgain(given: GivenInput, before: AcceptedInput, was: TargetVersions, versions: TargetVersions): AcceptedInput {
  if (sameJson(was, versions)) return before
  const known = new Map(before.input.objects.map((object) => [object.place, object]))
  const isSameRelease = ({ ref }: SourceObject): boolean => {
    const group = groupOf(ref.apiVersion)
    return releaseAsked(group, was) === releaseAsked(group, versions) && was.gatewayApiChannel === versions.gatewayApiChannel
  }
  // Whether a second definition means the same depends on releases in other ways as well.
  const hasSeconds = given.set.seconds.length > 0
  if (!hasSeconds && given.set.objects.every(isSameRelease)) return before
  let changed = false
  const then = settled(given, versions, (object, findings) => {
    const one = known.get(object.place)
    if (one !== undefined && isSameRelease(object)) return one
    const accepted = asAccepted(object, versions, findings)
    const same = accepted === one || (accepted !== undefined && JSON.stringify(accepted.value) === JSON.stringify(one?.value))
    if (!same) changed = true
    return same ? one : accepted
  })
  return changed || hasSeconds ? then : before
}

function settled(given: GivenInput, versions: TargetVersions, accept: Accept): AcceptedInput {
  const findings: Diagnostic[] = []
  const { input: loaded, invalid } = validated(given.set, (object) => accept(object, findings))
  const { input, unread, choices } = settleSeconds(loaded, versions, findings)
  return {
    input,
    invalid,
    meanings: [input.objects, ...otherMeanings(input.objects, choices)],
    unread: [...given.set.unread, ...unread, ...given.kustomize],
    findings,
  }
}

/** Splits off what no API server would accept: such a document is skipped, because the input does not say what it means. */
function validated(
  set: ManifestSet,
  accept: (object: SourceObject) => SourceObject | undefined,
): { input: ManifestSet; invalid: SourceObject[] } {
  const objects: SourceObject[] = []
  const invalid: SourceObject[] = []
  for (const object of set.objects) {
    const accepted = accept(object)
    if (accepted === undefined) invalid.push(object)
    else objects.push(accepted)
  }
  const good = new Set(objects.map((object) => documentKey(object)))
  const skipped = new Map<string, SkippedDocument>()
  for (const object of invalid) {
    const key = documentKey(object)
    if (!good.has(key)) skipped.set(key, { span: object.place.span, reason: 'invalid', detail: `${objectText(object.ref)} is not valid` })
  }
  return { input: { ...set, objects, skipped: [...set.skipped, ...skipped.values()] }, invalid }
}

function documentKey(object: SourceObject): string {
  return `${object.ref.file}#${object.ref.document}`
}
