import type { Node } from '../../algebra/diagram.ts'
import { compareText } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { DifferenceVerdict, Witness } from '../comparison.ts'
import { Assignment } from '../diagrams/assignment.ts'
import { opens, replaysInDoubt } from '../diagrams/beside-doubt.ts'
import { deniedOutcome, nameInDoubt, type PairVerdict, writtenApart } from '../diagrams/outcome.ts'
import { DiagramPair, type OutcomePair } from '../diagrams/pair.ts'
import { refusedPaths } from '../diagrams/sent-paths.ts'
import { TreeDiagrams } from '../diagrams/tree-diagram.ts'
import { type PartitionCache, Universe } from '../diagrams/universe.ts'
import { digest } from '../lists/digest.ts'
import { type ClientLimits, clientsReached, membersOf } from '../parts/identities.ts'
import { isBesideServices } from '../parts/own-addresses.ts'
import { asksPath, conditionsOfAll, isCalled, type Part } from '../parts/part.ts'
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
 * The differences of each of some parts.
 *
 * @throws {DisagreementError} when the two evaluators decide a request differently
 */
export function* compareParts(
  before: Mesh,
  after: Mesh,
  parts: readonly Part[],
  limits: ClientLimits,
  cache: PartitionCache,
): Generator<FoundDifference[]> {
  const universe = Universe.of(conditionsOfAll(parts), before.settings, cache, after.settings.pathNormalization)
  if ('tooLarge' in universe) {
    for (const part of parts) yield withoutDiagrams([before, after], part, universe.tooLarge, cache)
    return
  }
  const diagrams = new TreeDiagrams(universe)
  const pair = new DiagramPair(universe)
  const [normal, normalAfter] = [before.settings.pathNormalization, after.settings.pathNormalization]
  for (const part of parts) {
    const compared: ComparedPart = { meshes: [before, after], part, universe }
    const { diagrams: nodes, sentPaths } = universe
    const clients = nodes.all([
      membersOf(part.kind, universe, limits),
      universe.node(isCalled(part.destination)),
      underNoOtherName(part, universe, compared.meshes),
      asksPath(part) && sentPaths !== undefined ? sentPaths.possible : nodes.yes,
    ])
    const was = universe.without(clients, diagrams.nodeBeside(part.before, part.beside))
    const is = universe.without(clients, diagrams.node(part.after))
    const plain = pair.differences(was, is)
    const anonymous = part.named.length > 0 && plain.length > 0
    const differences = anonymous ? pair.differences(diagrams.named(was, part.named, part.own), is) : plain
    const zero = admittedZero(compared, pair, is)
    // Paths of every kind that was found are compared, and there may be others.
    if (normal !== normalAfter && asksPath(part)) {
      const needs = `which paths the ways of normalising them have in common: ${normal} before, ${normalAfter} after`
      const opened = differences.map((difference) => openedIn(compared, difference.ways, difference))
      const untried = opened.some((one) => one.untried) ? { untried: true as const } : {}
      yield [{ ...undetermined(part, needs), ...untried }, ...opened.flatMap((one) => one.found), ...zero]
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
    yield [...found, ...zero]
  }
}

/** A part, and what its differences are found with. */
interface ComparedPart {
  /** The mesh before and the mesh after. */
  readonly meshes: readonly [Mesh, Mesh]
  readonly part: Part
  readonly universe: Universe
}

/** Lets the reference evaluator decide the witness on both sides: what it does not confirm is not printed. */
function replayed({ meshes, part, universe }: ComparedPart, pair: OutcomePair): FoundDifference[] {
  if (pair.verdict === 'undetermined') return [undetermined(part, pair.needs ?? 'more than the input tells', pair)]
  const asked = witnessRequest(new Assignment(universe, pair.path), part, meshes)
  if (asked === undefined) return []
  if ('needs' in asked) return [undetermined(part, asked.needs, pair)]
  const [before, after] = meshes
  return [confirmed(before, part, pair, replay(before, after, part, asked))]
}

/** What a pair is after the reference evaluator's word on its witness. `others`: verdicts that some clients of the pair may have besides. */
function confirmed(
  before: Mesh,
  part: Part,
  pair: OutcomePair,
  { witness, verdict }: Replay,
  others: readonly PairVerdict[] = [],
): FoundDifference {
  if (verdict === 'undetermined')
    return undetermined(part, witness.before.needs ?? witness.after.needs ?? 'more than the input tells', pair)
  if (others.includes(verdict)) return differing(before, part, pair, { witness, verdict })
  // Two ways of writing one change of a request look different to the diagrams only.
  if ((verdict === 'equal' || verdict === 'identified') && pair.verdict === 'rerouted')
    return undetermined(
      part,
      writtenApart(pair.before, pair.after).join('; ') || 'whether two ways of rewriting requests are the same',
      pair,
    )
  // A route that removes a header changes nothing about a request without it; the Service's own address decides about each alike.
  if (verdict === 'equal' && pair.verdict === 'identified') return differing(before, part, pair, { witness, verdict: 'identified' })
  if (verdict !== pair.verdict) throw new DisagreementError(disagreement(part, pair, verdict, witness))
  return differing(before, part, pair, { witness, verdict })
}

/**
 * The differences of a pair for which it is in doubt what becomes of its requests at the Service's own address: for some clients they are
 * `identified`, for the others what the diagrams say. Of a pod of the input the reference evaluator knows which.
 */
function byClient({ meshes, part, universe }: ComparedPart, pair: OutcomePair): FoundDifference[] {
  const { replays, untried } = replaysInDoubt(meshes, part, universe, pair.ways)
  const found = replays.map((one) => confirmed(meshes[0], part, pair, one, ['identified']))
  const settled = found.filter(({ verdict }) => verdict !== 'undetermined')
  if (settled.length > 0 && !untried) return byCause(settled)
  const doubt = undetermined(part, nameInDoubt(pair.before) ?? 'more than the input tells', pair)
  return [untried ? { ...doubt, untried } : doubt, ...byCause(settled)]
}

/** Without diagrams the most natural requests are all that there is to ask. */
function withoutDiagrams(meshes: ComparedPart['meshes'], part: Part, needs: string, cache: PartitionCache): FoundDifference[] {
  const doubt = undetermined(part, needs)
  const universe = Universe.of([], meshes[0].settings, cache)
  if ('tooLarge' in universe) return [doubt]
  return [{ ...doubt, untried: true }, ...openedIn({ meshes, part, universe }, () => [new Map()], undefined).found]
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
  const doubt = { ...undetermined(part, 'which requests with an encoded zero byte (`%00`) are let in'), untried: true as const }
  return untried ? [doubt, ...found] : [...found]
}

interface OpenedCauses {
  readonly found: readonly FoundDifference[]
  readonly untried: boolean
}

function openedIn(
  { meshes, part, universe }: ComparedPart,
  ways: OutcomePair['ways'],
  pair: OutcomePair | undefined,
  targets?: (target: string) => readonly string[],
): OpenedCauses {
  const { replays, untried } = replaysInDoubt(meshes, part, universe, ways, targets)
  const opened = replays.filter((one) => opens(one, part))
  return { found: byCause(opened.map((one) => differing(meshes[0], part, pair, one))), untried }
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

function differing(before: Mesh, part: Part, pair: OutcomePair | undefined, { witness, verdict }: Replay): FoundDifference {
  const changed = verdict === 'rerouted' ? changedBetween(witness.before, witness.after) : []
  return { ...base(part, pair), verdict: verdict as DifferenceVerdict, witness, changed, ...withoutService(before, part, verdict) }
}

function withoutService(before: Mesh, { destination: { address } }: Part, verdict: PairVerdict): { withoutService?: true } {
  return verdict === 'identified' && address.kind === 'pod' && !isBesideServices(before, address) ? { withoutService: true } : {}
}

function base(part: Part, pair: OutcomePair | undefined) {
  return {
    destination: part.destination.name,
    client: part.kind.name,
    classes: pair?.classes ?? 1,
    covers: coverOf(part, pair),
    changed: [],
  }
}

/** What exactly differs, by value: where there are no diagrams, all that both sides ask. */
function coverOf({ destination, kind, protocol, before, after }: Part, pair: OutcomePair | undefined): string {
  const place = [destination.name, kind.name, protocol]
  if (pair === undefined) return digest(JSON.stringify([...place, before, after]))
  return digest(JSON.stringify([...place, pair.region, clientsReached(kind, pair.reaches)]))
}

function undetermined(part: Part, needs: string, pair?: OutcomePair): FoundDifference {
  return { ...base(part, pair), verdict: 'undetermined', needs }
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
