import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { compareText, type ObjectRef } from '../diagnostics/place.ts'
import type { OutputFile, OutputTree } from '../manifest/output-tree.ts'
import type { Change } from '../model/change.ts'
import { lastStep, type Step } from '../rollout/steps.ts'
import type { Translation } from '../translation.ts'
import type { Comparison, Difference } from '../verify/comparison.ts'
import { type WaveRestarts, waveRestarts } from './availability/wave-restarts.ts'
import { type WaypointAvailability, waypointAvailability } from './availability/waypoint-availability.ts'
import { type Call, callsIn, type SeenCall } from './call-graph.ts'
import { preparation } from './commands.ts'
import { filesBetween } from './files-between.ts'
import { leastNarrowOrder } from './least-narrow-order.ts'
import { addedBefore, movedBefore } from './moved-before.ts'
import { preflight } from './preflight/preflight.ts'
import type { PreflightCheck } from './preflight/preflight-check.ts'
import { type WaveRequest, WaveRequests } from './requests/wave-requests.ts'
import { Sources } from './source/source-edit.ts'
import { type Accepting, type ComparedState, States } from './states.ts'
import { ClusterObjects } from './step-contents.ts'
import { openedBetween, type PlanStep, stepsOfWave } from './steps-of-wave.ts'
import { type Unit, unitsOf } from './unit.ts'
import { authorizationPolicyNames, type TriedWay, waysOut } from './way-out.ts'

/** `pilot`: the first namespaces that move, alone. `hardening`: what goes once everything that can move has moved. */
export type Phase = 'preparation' | 'pilot' | 'rollout' | 'hardening'

/** What is done before anything else moves on: namespaces that move together, step by step. */
export interface Wave {
  readonly number: number
  readonly phase: Phase
  /** Where its files are: `wave-02-shop`. */
  readonly folder: string
  /** The namespaces that move; none in a wave that prepares or removes. */
  readonly namespaces: readonly string[]
  /** Workloads that leave their sidecars, or policies where the target moves those. */
  readonly moves: readonly ObjectRef[]
  readonly callers: readonly string[]
  /** Policies, routes and destinations that change. */
  readonly rules: number
  readonly steps: readonly PlanStep[]
  /** What would be allowed if its namespaces moved one after the other. */
  readonly between: readonly Difference[]
  /** What was tried against what it, or one of its steps, allows on the way. */
  readonly waysOut: readonly TriedWay[]
  /** What making the pods of `moves` anew costs; absent where none of the input restarts. */
  readonly restarts?: WaveRestarts
  /** The waypoints that it adds, and what keeps their pods available. */
  readonly waypoints: readonly WaypointAvailability[]
  /** What to send before it and after its steps. */
  readonly requests: readonly WaveRequest[]
  /** Ports of its Services and pods to which none is sent, because there are too many. */
  readonly notRequested: readonly string[]
  /** The source files as they are before and after it. */
  readonly files: readonly OutputFile[]
}

/** A rollout: what to do in which order, each state compared with the start. */
export interface Plan {
  readonly target: Translation['target']
  readonly waves: readonly Wave[]
  /** Namespaces that the input shows to have moved already. */
  readonly moved: readonly string[]
  /** What an earlier conversion added in namespaces of which something is left to do. */
  readonly addedBefore: readonly ObjectRef[]
  readonly calls: readonly Call[]
  /** The whole translation, compared with the input. */
  readonly end: Comparison
  /** `destinationsCompared`: how often a destination was compared anew in one of the states, and not as it was in another. */
  readonly search: { readonly states: number; readonly exhaustive: boolean; readonly destinationsCompared: number }
  /** What is held back, each with its cause: it is in no wave. */
  readonly held: readonly { readonly object: ObjectRef; readonly cause: Diagnostic }[]
  /** What has to be so before the first wave. */
  readonly preflight: readonly PreflightCheck[]
  /** Commands that make true what the output needs of the cluster, before the first wave. */
  readonly prepare: readonly string[]
  /** What is deleted once the last sidecar of the cluster is gone, whichever wave was the last one; absent where nothing is left. */
  readonly last?: Step
}

export interface PlanOptions {
  /** Namespaces are put together so that no more waves than this move something. */
  readonly waves?: number
  /** Marks what the user accepted. */
  readonly accept?: Accepting
  /** Calls between namespaces that were seen, beside those that the input names. */
  readonly seen?: readonly SeenCall[]
  /** Is given the number of each state before it is compared. */
  readonly onState?: (count: number) => void
}

const wavesAtMost = 12

/** How many parts a search may compare in all: a large mesh takes seconds for each state. */
const partsAtMost = 100_000

/**
 * Plans how an output reaches a cluster. The order of namespaces is searched for: no state may allow what the start denies,
 * and as little as possible may be denied, or sent elsewhere, that both the start and the end allow. `end` is the comparison of the whole translation, which opens nothing.
 */
export function planOf(
  translation: Translation,
  end: Comparison,
  { waves = wavesAtMost, accept = (one) => one, seen = [], onState = () => {} }: PlanOptions = {},
): Plan {
  const calls = callsIn(translation.mesh, seen)
  const units = unitsOf(translation, calls, waves)
  const states = new States(translation, end, accept, onState)
  const parts = Object.values(end.parts).reduce((sum, count) => sum + count, 0)
  const budget = Math.min(200, Math.max(2 * units.length, Math.floor(partsAtMost / Math.max(1, parts))))
  const order = leastNarrowOrder({
    count: units.length,
    mayFollow: (done, next) => units[next]!.of !== 'deletions' || units.every((unit, index) => unit.of === 'deletions' || done.has(index)),
    look: (done) => costOf(states.look([...done].flatMap((index) => units[index]!.changes))),
    budget,
  })
  const objects = new ClusterObjects(translation)
  const sources = new Sources(translation)
  const requests = new WaveRequests(translation, states, end)
  const moving = units.flatMap((unit) => (unit.of === 'namespaces' ? unit.namespaces : []))
  const moved = movedBefore(translation, units)
  const done: Change[] = []
  const made: Wave[] = []
  let before: Pick<OutputTree, 'files'> = { files: inputFiles(translation) }
  for (const group of order.groups) {
    const own = group.map((index) => units[index]!)
    const folder = waveFolder(
      made.length + 1,
      own.flatMap(({ namespaces }) => namespaces),
    )
    const steps = stepsOfWave(own, { translation, done, states, objects, sources, budget, folder })
    const between =
      group.length === 1
        ? []
        : openedBetween(group, order.opening, (some) => states.look([...done, ...some.flatMap((index) => units[index]!.changes)]))
    const namespaces = own.flatMap((unit) => (unit.of === 'namespaces' ? unit.namespaces : []))
    const within = namespaces.length === 0 ? moving : namespaces
    const asked = requests.of(
      within,
      changesByStep(done, steps),
      steps.flatMap(({ states: passed }) => passed.at(-1)?.interim ?? []),
    )
    const after = order.groups.slice(made.length + 1).flat()
    const tried = waysOut({
      ...{ states, done: done.slice(), units: own, steps, between, after: after.map((index) => units[index]!) },
      policyNames: authorizationPolicyNames(translation),
    })
    done.push(...own.flatMap(({ changes }) => changes))
    const output = states.output(done)
    made.push(
      waveOf(own, {
        ...{
          number: made.length + 1,
          folder,
          before: made,
          begun: moved.length > 0,
          steps,
          between,
          waysOut: tried,
          requests: asked,
          notRequested: requests.leftOut(within),
          files: filesBetween(before, output),
        },
        restarts: waveRestarts(
          translation,
          own.flatMap(({ moves }) => moves),
        ),
        waypoints: waypointAvailability(
          translation,
          steps.map(({ contents }) => contents),
        ),
      }),
    )
    before = output
  }
  const last = lastStep(translation)
  return {
    target: translation.target,
    waves: made,
    moved,
    addedBefore: addedBefore(translation, units),
    calls,
    end,
    search: { states: states.compared, exhaustive: order.exhaustive, destinationsCompared: states.destinationsCompared },
    held: translation.emission.heldBack ?? [],
    preflight: preflight(translation),
    prepare: preparation(translation),
    ...(last.commands.length === 0 ? {} : { last }),
  }
}

/** The changes that are made before a wave, and after each of its steps. */
function changesByStep(before: readonly Change[], steps: readonly PlanStep[]): readonly (readonly Change[])[] {
  const made = [...before]
  return [
    before.slice(),
    ...steps.map(({ changes }) => {
      made.push(...changes)
      return made.slice()
    }),
  ]
}

function costOf({ wider, interim, undetermined }: ComparedState): { opens: boolean; closes: number } {
  return { opens: wider.length > 0, closes: undetermined + interim.reduce((sum, { parts }) => sum + parts, 0) }
}

function waveOf(
  units: readonly Unit[],
  {
    before,
    begun,
    restarts,
    ...wave
  }: Pick<Wave, 'number' | 'folder' | 'steps' | 'between' | 'waysOut' | 'waypoints' | 'requests' | 'notRequested' | 'files'> & {
    readonly before: readonly Wave[]
    /** Whether other namespaces have moved already: then none is a pilot. */
    readonly begun: boolean
    readonly restarts: WaveRestarts | undefined
  },
): Wave {
  const moving = units.filter((unit) => unit.of === 'namespaces')
  const pilot = !begun && !before.some(({ phase }) => phase === 'pilot')
  return {
    ...wave,
    ...(restarts === undefined ? {} : { restarts }),
    phase: moving.length > 0 ? (pilot ? 'pilot' : 'rollout') : units.some((unit) => unit.of === 'mesh') ? 'preparation' : 'hardening',
    namespaces: moving.flatMap(({ namespaces }) => namespaces).sort(compareText),
    moves: units.flatMap(({ moves }) => moves),
    callers: [...new Set(units.flatMap(({ risk }) => risk.callers))].sort(compareText),
    rules: units.reduce((sum, { risk }) => sum + risk.rules, 0),
  }
}

function inputFiles({ output }: Translation): OutputFile[] {
  return output.files.flatMap(({ path, before }) => (before === undefined ? [] : [{ path, status: 'unchanged', text: before }]))
}

/** Folders sort as the waves follow each other. */
function waveFolder(number: number, namespaces: readonly string[]): string {
  const [first = 'deletions', ...others] = namespaces
  return `wave-${String(number).padStart(2, '0')}-${first}${others.length === 0 ? '' : `-and-${others.length}-more`}`
}
