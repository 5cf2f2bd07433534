import type { Node } from '../../algebra/diagram.ts'
import { compareText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { DifferenceVerdict, Witness } from '../comparison.ts'
import { Assignment } from '../diagrams/assignment.ts'
import { opens, replaysInDoubt } from '../diagrams/beside-doubt.ts'
import { deniedOutcome, nameInDoubt, type PairVerdict, writtenApart } from '../diagrams/outcome.ts'
import type { DiagramPair, OutcomePair } from '../diagrams/pair.ts'
import { PartDiagrams } from '../diagrams/part-diagrams.ts'
import type { PartitionCache, TooLarge } from '../diagrams/partition-cache.ts'
import { refusedPaths, type SentPaths } from '../diagrams/sent-paths.ts'
import { Universe } from '../diagrams/universe.ts'
import { digest } from '../lists/digest.ts'
import type { ClientKind } from '../parts/clients.ts'
import { type ClientLimits, membersOf } from '../parts/identities.ts'
import { isBesideServices } from '../parts/own-addresses.ts'
import { asksPath, asksPathTwice, isCalled, type Part } from '../parts/part.ts'
import type { ComparedPart, Replaying } from './compared-part.ts'
import { coverOf } from './cover.ts'
import { changedBetween } from './decided.ts'
import { causeOf, type FoundDifference } from './group.ts'
import { underNoOtherName } from './other-hosts.ts'
import { type Replay, replay } from './replay.ts'
import { witnessRequest } from './witness.ts'

/** The two evaluators disagree about a request: a fault of ours. */
export class DisagreementError extends Error {
  override readonly name = 'DisagreementError'
}

/**
 * The differences of each of some parts of one destination.
 *
 * @throws {DisagreementError} when the two evaluators decide a request differently
 */
export function compareParts(
  before: Mesh,
  after: Mesh,
  parts: readonly Part[],
  limits: ClientLimits,
  cache: PartitionCache,
): Generator<FoundDifference[]> {
  const meshes = [before, after] as const
  const replaying: Replaying = (part, asked) => replay(before, after, part, asked)
  return differencesOfParts(meshes, parts, { limits, cache, diagrams: diagramsOf(meshes, parts, cache), replay: replaying })
}

/** What the differences of the parts of one destination are found with. */
export interface PartsCompared extends Pick<ComparedPart, 'replay'> {
  readonly limits: ClientLimits
  readonly cache: PartitionCache
  readonly diagrams: ComparedDiagrams
}

/** `same`: both meshes have the same trees, which decide alike without a diagram. */
export type ComparedDiagrams = PartDiagrams | TooLarge | 'same'

/** The diagrams in which parts of one destination are compared. */
export function diagramsOf(meshes: readonly [Mesh, Mesh], parts: readonly Part[], cache: PartitionCache): ComparedDiagrams {
  return parts.every(({ same }) => same === true) ? 'same' : PartDiagrams.of(meshes, parts, cache)
}

/** The same with diagrams that may have been made for an earlier comparison of the same trees. */
export function* differencesOfParts(
  meshes: readonly [Mesh, Mesh],
  parts: readonly Part[],
  { limits, cache, diagrams, replay: replaying }: PartsCompared,
): Generator<FoundDifference[]> {
  if (diagrams === 'same') {
    for (const _ of parts) yield []
    return
  }
  if ('tooLarge' in diagrams) {
    for (const part of parts) yield withoutDiagrams({ meshes, part, replay: replaying }, diagrams.tooLarge, cache)
    return
  }
  const { universe, pair } = diagrams
  const members = new Map<ClientKind, Node>()
  const [normal, normalAfter] = meshes.map(({ settings }) => settings.pathNormalization)
  for (const part of parts) {
    const compared: ComparedPart = { meshes, part, universe, replay: replaying }
    const { diagrams: nodes, sentPaths } = universe
    const [allBefore, allAfter] = [diagrams.before(part), diagrams.after(part)]
    // Equal requests have equal outcomes, so that it makes no difference which of them clients send.
    if (allBefore === allAfter && normal === normalAfter && sentPaths === undefined) {
      yield []
      continue
    }
    const ofKind = members.get(part.kind) ?? membersOf(part.kind, universe, limits)
    members.set(part.kind, ofKind)
    const asking = nodes.all([ofKind, universe.node(isCalled(part.destination)), underNoOtherName(part, universe, meshes)])
    const clients = nodes.all([asking, sentPaths !== undefined && asksPath(part) ? sentPaths.possible : nodes.yes])
    const was = universe.without(clients, allBefore)
    const is = universe.without(clients, allAfter)
    const differences = diagrams.differences(was, is, part)
    const zero = admittedZero(compared, pair, is)
    // Paths of every kind that was found are compared, and there may be others.
    if (normal !== normalAfter && asksPath(part)) {
      const needs = `which paths the ways of normalising them have in common: ${normal} before, ${normalAfter} after`
      const opened = differences.map((difference) => openedIn(compared, difference.ways, difference))
      const untried = opened.some((one) => one.untried) ? { untried: true as const } : {}
      yield [{ ...undetermined(compared, needs), ...untried }, ...opened.flatMap((one) => one.found), ...zero]
      continue
    }
    const found = differences
      .filter(({ verdict }) => part.destination.instead === undefined || verdict === 'wider' || verdict === 'undetermined')
      .flatMap((difference) =>
        nameInDoubt(difference.before) !== undefined && difference.verdict !== 'undetermined'
          ? byClient(compared, difference)
          : replayed(compared, difference).flatMap((one) =>
              one.verdict === 'undetermined' ? withOpened(compared, difference, one) : [one],
            ),
      )
    // What a node answers with an error it does not let through, whichever path it is.
    const isOpen = (paths: SentPaths): boolean => !diagrams.stops(nodes.all([asking, paths.changed]), diagrams.after(part))
    const beside = sentPaths !== undefined && asksPathTwice(part) && isOpen(sentPaths) ? [undetermined(compared, sentPathsNeeded)] : []
    yield [...found, ...zero, ...beside]
  }
}

const sentPathsNeeded = 'which paths that are not normalised the proxies of nodes, which compare them as they are sent, see in another way'

/** Lets the reference evaluator decide the witness on both sides: what it does not confirm is not printed. */
function replayed(compared: ComparedPart, pair: OutcomePair): FoundDifference[] {
  const { meshes, part, universe, replay: replaying } = compared
  if (pair.verdict === 'undetermined') return [undetermined(compared, pair.needs ?? 'more than the input tells', pair)]
  const asked = witnessRequest(new Assignment(universe, pair.path), part, meshes)
  if (asked === undefined) return []
  if ('needs' in asked) return [undetermined(compared, asked.needs, pair)]
  return [confirmed(compared, pair, replaying(part, asked))]
}

/** What a pair is after the reference evaluator's word on its witness. `others`: verdicts that some clients of the pair may have besides. */
function confirmed(
  compared: ComparedPart,
  pair: OutcomePair,
  { witness, verdict }: Replay,
  others: readonly PairVerdict[] = [],
): FoundDifference {
  if (verdict === 'undetermined')
    return undetermined(compared, witness.before.needs ?? witness.after.needs ?? 'more than the input tells', pair)
  if (others.includes(verdict)) return differing(compared, pair, { witness, verdict })
  // Two ways of writing one change of a request look different to the diagrams only.
  if ((verdict === 'equal' || verdict === 'identified') && pair.verdict === 'rerouted')
    return undetermined(
      compared,
      writtenApart(pair.before, pair.after).join('; ') || 'whether two ways of rewriting requests are the same',
      pair,
    )
  // A route that removes a header changes nothing about a request without it; the Service's own address decides about each alike.
  if (verdict === 'equal' && pair.verdict === 'identified') return differing(compared, pair, { witness, verdict: 'identified' })
  if (verdict !== pair.verdict) throw new DisagreementError(disagreement(compared.part, pair, verdict, witness))
  return differing(compared, pair, { witness, verdict })
}

/**
 * The differences of a pair for which it is in doubt what becomes of its requests at the Service's own address: for some clients they are
 * `identified`, for the others what the diagrams say. Of a pod of the input the reference evaluator knows which.
 */
function byClient(compared: ComparedPart, pair: OutcomePair): FoundDifference[] {
  const { replays, untried } = replaysInDoubt(compared, pair.ways)
  const found = replays.map((one) => confirmed(compared, pair, one, ['identified']))
  const settled = found.filter(({ verdict }) => verdict !== 'undetermined')
  if (settled.length > 0 && !untried) return byCause(settled)
  const doubt = undetermined(compared, nameInDoubt(pair.before) ?? 'more than the input tells', pair)
  return [untried ? { ...doubt, untried } : doubt, ...byCause(settled)]
}

/** Without diagrams the most natural requests are all that there is to ask. */
function withoutDiagrams(asked: Omit<ComparedPart, 'universe'>, needs: string, cache: PartitionCache): FoundDifference[] {
  const { meshes } = asked
  const doubt = undetermined(asked, needs)
  const universe = Universe.of([], meshes[0].settings, cache)
  if ('tooLarge' in universe) return [doubt]
  return [{ ...doubt, untried: true }, ...openedIn({ ...asked, universe }, () => [new Map()], undefined).found]
}

/** A doubt, and beside it what is certain of its requests: those that were denied and are not any more, by their causes. */
function withOpened(compared: ComparedPart, pair: OutcomePair, doubt: FoundDifference): FoundDifference[] {
  const { found, untried } = openedIn(compared, pair.ways, pair)
  return [untried ? { ...doubt, untried } : doubt, ...found]
}

/** An encoded zero byte is let in where paths are no longer normalised at all: asked of whatever is let in after with another path. */
function admittedZero(compared: ComparedPart, pair: DiagramPair, is: Node): FoundDifference[] {
  const { meshes, part, universe } = compared
  const [was, now] = meshes.map(({ settings }) => settings.pathNormalization)
  if (was === now || now !== 'none' || part.protocol !== 'http') return []
  const letIn = pair.differences(universe.leaf(deniedOutcome), is)
  const ways: OutcomePair['ways'] = function* (client) {
    for (const one of letIn) yield* one.ways(client)
  }
  const { found, untried } = openedIn(compared, ways, undefined, refusedPaths)
  const doubt = { ...undetermined(compared, 'which requests with an encoded zero byte (`%00`) are let in'), untried: true as const }
  return untried ? [doubt, ...found] : [...found]
}

/** A part, and the classes that it is compared in, where there are any. */
type Asked = Pick<ComparedPart, 'part'> & Partial<Pick<ComparedPart, 'universe'>>

interface OpenedCauses {
  readonly found: readonly FoundDifference[]
  readonly untried: boolean
}

function openedIn(
  compared: ComparedPart,
  ways: OutcomePair['ways'],
  pair: OutcomePair | undefined,
  targets?: (target: string) => readonly string[],
): OpenedCauses {
  const { replays, untried } = replaysInDoubt(compared, ways, targets)
  const opened = replays.filter((one) => opens(one, compared.part))
  return { found: byCause(opened.map((one) => differing(compared, pair, one))), untried }
}

/** Requests with one cause are one difference, which covers those that were found. */
function byCause(found: readonly FoundDifference[]): FoundDifference[] {
  const causes = new Map<string, FoundDifference[]>()
  for (const one of found) {
    const key = causeOf(one)
    causes.set(key, [...(causes.get(key) ?? []), one])
  }
  return [...causes.values()].map((alike): FoundDifference => {
    const requests = alike.map(({ witness }) => JSON.stringify(witness?.request)).sort(compareText)
    return { ...alike[0]!, classes: alike.length, covers: digest(JSON.stringify([alike[0]!.covers, requests])) }
  })
}

function differing({ meshes, part, universe }: ComparedPart, pair: OutcomePair | undefined, { witness, verdict }: Replay): FoundDifference {
  const changed = verdict === 'rerouted' ? changedBetween(witness.before, witness.after) : []
  return {
    ...base(part, pair, universe),
    verdict: verdict as DifferenceVerdict,
    witness,
    changed,
    ...withoutService(meshes[0], part, verdict),
  }
}

function withoutService(before: Mesh, { destination: { address } }: Part, verdict: PairVerdict): { withoutService?: true } {
  return verdict === 'identified' && address.kind === 'pod' && !isBesideServices(before, address) ? { withoutService: true } : {}
}

function base(part: Part, pair: OutcomePair | undefined, universe: Universe | undefined) {
  return {
    destination: part.destination.name,
    client: part.kind.name,
    classes: pair?.classes ?? 1,
    covers: coverOf(part, pair === undefined || universe === undefined ? undefined : { pair, universe }),
    changed: [],
  }
}

function undetermined({ part, universe }: Asked, needs: string, pair?: OutcomePair): FoundDifference {
  return { ...base(part, pair, universe), verdict: 'undetermined', needs }
}

function disagreement(part: Part, pair: OutcomePair, verdict: PairVerdict, witness: Witness): string {
  const { request, before, after } = witness
  return [
    `${part.destination.name} from ${part.kind.name} (${part.protocol}): the diagrams say ${pair.verdict}, the reference evaluator ${verdict}`,
    `request ${JSON.stringify(request)}`,
    `diagrams ${JSON.stringify(pair.before)} / ${JSON.stringify(pair.after)}`,
    `decided ${JSON.stringify(shown(before))} / ${JSON.stringify(shown(after))}`,
  ].join('\n')
}

function shown({ verdict, answer, branches, settings, points }: Witness['before']): object {
  const said = (list: Witness['before']['points']): string[] =>
    list.map((point) => `${point.point} ${point.at}: ${point.verdict}, ${point.reason}`)
  return {
    verdict,
    answer,
    settings,
    points: said(points),
    branches: branches.map((branch) => ({ ...branch, points: said(branch.points) })),
  }
}
