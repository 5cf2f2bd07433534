import type { Part } from '../parts/part.ts'
import type { ComparedPart } from '../witness/compared-part.ts'
import type { Replay } from '../witness/replay.ts'
import { type Sender, type WitnessRequest, witnessRequest } from '../witness/witness.ts'
import { Assignment } from './assignment.ts'
import { attributesOfSender } from './client-classes.ts'
import type { OutcomePair } from './pair.ts'

/** How many requests of one doubt are replayed; what is beyond is reported. */
export const replaysPerDoubt = 256

/** What replaying the requests of a doubt found. */
export interface Replayed {
  readonly replays: readonly Replay[]
  /** Some requests were not replayed. */
  readonly untried: boolean
}

/**
 * What the reference evaluator says of requests inside a doubt. It may know what the diagrams do not follow: of a pod of the input the Sidecar
 * that selects it, of one client that no rule with a doubtful condition is for it. Each pod of the kind, and one that the input does not have,
 * sends a request of each class that the diagrams tell apart.
 */
export function replaysInDoubt(
  { meshes: [before, after], part, universe, replay }: ComparedPart,
  ways: OutcomePair['ways'],
  /** The paths that each of them is sent with; default: what the way says. */
  targets: (target: string) => readonly string[] = (target) => [target],
): Replayed {
  const replays: Replay[] = []
  let tried = 0
  for (const sender of sendersOf(part))
    for (const path of ways(attributesOfSender(sender, before))) {
      if (tried >= replaysPerDoubt) return { replays, untried: true }
      tried += 1
      const asked = witnessRequest(new Assignment(universe, path), part, [before, after], sender)
      if (asked === undefined || 'needs' in asked) continue
      for (const one of sentTo(asked, targets)) replays.push(replay(part, one))
    }
  return { replays, untried: false }
}

function sentTo(asked: WitnessRequest, targets: (target: string) => readonly string[]): readonly WitnessRequest[] {
  const { http } = asked.request
  if (http === undefined) return [asked]
  return targets(http.target).map((target) => ({ ...asked, request: { ...asked.request, http: { ...http, target } } }))
}

function sendersOf({ kind }: Part): readonly (Sender | undefined)[] {
  return kind.known !== undefined || kind.workloads.length === 0 ? [undefined] : [...kind.workloads, 'unnamed']
}

/** What the mesh after lets in although the mesh before does not, for certain. At pods that only it has a Service for, going elsewhere is no difference. */
export function opens({ witness, verdict }: Replay, { destination }: Part): boolean {
  if (verdict === 'wider') return true
  if (verdict === 'equal' || verdict === 'undetermined' || destination.instead !== undefined) return false
  return witness.before.verdict === 'denied' && witness.after.verdict === 'allowed'
}
