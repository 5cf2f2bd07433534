import { validateEmitted } from '../../src/crd/validate.ts'
import { decide } from '../../src/decide/decide.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { KubernetesObject } from '../../src/model/object.ts'
import type { Request } from '../../src/model/request.ts'
import type { Branch, Decision } from '../../src/model/verdict.ts'
import { asCompared } from '../../src/verify/as-compared.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import type { Comparison, Difference } from '../../src/verify/comparison.ts'
import { readAsOutput } from '../../src/verify/verify.ts'
import { fails } from '../verify/failing.ts'
import type { MutantKind } from './mutant-kind.ts'
import { outcomeText } from './outcome.ts'
import type { Random } from './random.ts'
import { randomRequest } from './requests.ts'
import type { Subject } from './subject.ts'

/**
 * What became of a mutant:
 * `reported`: comparing with the input fails, with a difference that the undamaged output does not have;
 * `announced`: there is a new difference, where the emitter said that there may be one;
 * `undetermined`: there is a new part that cannot be compared;
 * `no worse`: the damage only changes requests that the output decided otherwise than the input, and decides them as the input does;
 * `equal`: the input does not say it from the undamaged output;
 * `survived`: some request tells it from the input, and comparing says nothing: a fault of ours.
 */
export type Fate = 'reported' | 'announced' | 'undetermined' | 'no worse' | 'equal' | 'survived'

export interface MutantRun {
  readonly subject: string
  readonly kind: MutantKind
  readonly damaged: string
  readonly fate: Fate
  /** Some random request is decided otherwise than by the undamaged output. */
  readonly toldByDecide: boolean
  /** That comparing the two outputs finds nothing to tell them apart, and a random request does: a fault of ours. */
  readonly missed?: string
  /** For a survivor: the request. */
  readonly survivor?: string
}

const randomRequests = 200

/** Damages one object of the output and lets everybody look at it; undefined when the kind finds nothing to damage there. */
export function tried(subject: Subject, kind: MutantKind, random: Random): MutantRun | undefined {
  const damage = damagedOutput(subject, kind, random)
  if (damage === undefined) return undefined
  const { before, emitted, options, translation } = subject
  const damaged = readAsOutput(damage.files, translation)
  const requests = Array.from({ length: randomRequests }, () => randomRequest(subject.words, emitted, random)).filter(
    (one) => one !== undefined,
  )
  const outputs = asCompared(emitted, damaged, { byLabels: options.byLabels === true })
  const meshes = asCompared(before, damaged, options)
  const telling = requests.filter((request) => differ(outputs, request))
  const direct = compareMeshes(emitted, damaged, { byLabels: options.byLabels === true })
  const comparison = compareMeshes(before, damaged, options)
  const witnesses = direct.differences.flatMap(({ witness }) =>
    witness === undefined || !isClientOfBoth(witness.request) ? [] : [witness.request],
  )
  const worse = [...telling, ...witnesses].filter((request) => differ(meshes, request) && !isOfIdentity(meshes, request))
  const opened = worse.find((request) => isOpened(meshes, request))
  const found: Found = {
    worse: worse.length > 0,
    opened: opened !== undefined,
    announced: worse.every((request) => isAnnounced(comparison, request)),
    toldApart: telling.length + direct.differences.length > 0,
  }
  const fate = fateOf(subject.baseline, comparison, found)
  const [first] = telling
  return {
    subject: subject.name,
    kind,
    damaged: damage.what,
    fate,
    toldByDecide: telling.length > 0,
    ...(first === undefined || direct.differences.length > 0 ? {} : { missed: shown(outputs, first) }),
    ...(fate === 'survived' ? { survivor: shown(meshes, opened ?? worse[0]!) } : {}),
  }
}

function damagedOutput({ files, translation }: Subject, kind: MutantKind, random: Random) {
  const everything = files.flatMap(({ objects }) => objects)
  const places = files
    .flatMap(({ path, objects }) => objects.map((object, index) => ({ path, index, object, rank: random() })))
    .sort((a, b) => a.rank - b.rank)
  for (const { path, index, object } of places) {
    const result = kind.damage(object, random, everything)
    if (result === undefined) continue
    // What no API server takes is found without comparing.
    if (result !== 'removed' && validateEmitted(result, translation.options.versions).length > 0) continue
    const text = (objects: readonly KubernetesObject[]): string => objects.map((one) => JSON.stringify(one)).join('\n---\n')
    return {
      what: `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`,
      files: files.map((file) => ({
        path: file.path,
        text: text(
          file.path !== path
            ? file.objects
            : file.objects.flatMap((one, at) => (at !== index ? [one] : result === 'removed' ? [] : [result])),
        ),
      })),
    }
  }
  return undefined
}

/** What requests show of a mutant. */
interface Found {
  /** One is decided otherwise than by the input. */
  readonly worse: boolean
  /** One that the input denies is let in. */
  readonly opened: boolean
  /** All that are decided otherwise are where the emitter said that they may be. */
  readonly announced: boolean
  /** A user can tell it from the undamaged output. */
  readonly toldApart: boolean
}

function fateOf(baseline: Comparison, comparison: Comparison, { worse, opened, announced, toldApart }: Found): Fate {
  const known = new Set(baseline.differences.flatMap(signatures))
  const fresh = comparison.differences.filter((difference) => signatures(difference).some((signature) => !known.has(signature)))
  if (fresh.some(fails)) return 'reported'
  if (opened) return 'survived'
  if (fresh.some(({ verdict }) => verdict !== 'undetermined')) return 'announced'
  if (worse && announced) return 'announced'
  if (fresh.length > 0) return 'undetermined'
  if (worse) return 'survived'
  return toldApart ? 'no worse' : 'equal'
}

function isAnnounced({ differences }: Comparison, { client, address }: Request): boolean {
  const name =
    client.kind === 'ingress' && client.gateway !== undefined && address.kind === 'host'
      ? `gateway ${client.gateway} ${address.host}:${address.port}`
      : address.kind === 'host'
        ? `host ${address.host}:${address.port}`
        : address.kind === 'pod'
          ? `pods ${address.namespace}/${address.workload}:${address.port}`
          : `Service ${address.namespace}/${address.name}:${address.port}`
  return differences.some(({ announcedBy, destinations }) => announcedBy !== undefined && destinations.includes(name))
}

/** A difference by place, client and cause; positions in files are left out, because damaged files are printed anew. */
function signatures({ verdict, destinations, clients, changed, witness, needs, classes, assumedAway }: Difference): string[] {
  const points = (witness === undefined ? [] : [witness.before, witness.after]).map((decision) =>
    [...decision.points, ...decision.branches.flatMap((branch) => branch.points)].map(({ point, verdict: said, reason }) => [
      point,
      said,
      reason,
    ]),
  )
  return destinations.flatMap((destination) =>
    clients.map((client) =>
      JSON.stringify([verdict, destination, client, changed, points, needs, verdict === 'undetermined' ? 0 : classes, assumedAway]),
    ),
  )
}

/** Two meshes as a comparison takes them. */
type Meshes = readonly [before: Mesh, damaged: Mesh]

function differ(meshes: Meshes, request: Request): boolean {
  return [true, false].some((externalAllows) => {
    const [was, is] = meshes.map((mesh) => outcomeText(decide(mesh, request, { externalAllows })))
    return was !== is && was !== 'unknown' && is !== 'unknown'
  })
}

/**
 * A request that the sidecar before sent on without an identity (PassthroughCluster), and that the damaged output decides as the mesh before
 * decides about access with one: comparing calls it `identified`, whatever the damage (docs/decisions/030). What the routes of its Service do
 * besides says nothing here, since they did not apply to it before.
 */
function isOfIdentity([before, damaged]: Meshes, request: Request): boolean {
  return [true, false].every((externalAllows) => {
    const anonymous = decide(before, request, { externalAllows }).branches.some(({ points }) =>
      points.some(({ reason }) => reason.includes('PassthroughCluster')),
    )
    const named = decide(before, request, { externalAllows, identified: true })
    return anonymous && admitted(named) === admitted(decide(damaged, request, { externalAllows }))
  })
}

/** The pods that let a request in, as one text. */
function admitted({ branches }: Decision): string {
  const pods = branches.flatMap(({ workload, port, verdict }) => (verdict === 'allowed' ? [`${workload}:${port}`] : []))
  return [...new Set(pods)].sort().join()
}

/** A request that nothing let in before, and that is let in now where it was refused, or would have been had it gone there. */
function isOpened([before, damaged]: Meshes, request: Request): boolean {
  return [true, false].some((externalAllows) => {
    const was = decide(before, request, { externalAllows })
    const refused = was.answer === undefined && was.branches.length > 0 && was.branches.every(({ verdict }) => verdict === 'denied')
    const refusing = new Set(was.branches.map(placeOf))
    const reached = decide(damaged, request, { externalAllows }).branches.filter(({ verdict }) => verdict === 'allowed')
    return refused && reached.some((branch) => refusing.has(placeOf(branch)) || !wouldAdmit(before, request, branch))
  })
}

function placeOf({ workload, port, host }: Branch): string {
  return host ?? `${workload}:${port}`
}

/** Whether pods let the client in at their own address, where its sidecar may not know them: what comes with its identity counts. */
function wouldAdmit(mesh: Mesh, request: Request, { workload, port }: Branch): boolean {
  const [namespace, name] = workload?.split('/') ?? []
  if (namespace === undefined || name === undefined || port === undefined) return false
  const itself = { ...request, address: { kind: 'pod', namespace, workload: name, port } } as const
  return [true, false].every((externalAllows) => decide(mesh, itself, { externalAllows, identified: true }).verdict === 'allowed')
}

/**
 * Ambient pods of a kind that the mesh before cannot have are not clients to compare with it, nor are pods without a sidecar where Cilium
 * takes everybody for meshed.
 */
function isClientOfBoth({ client }: Request): boolean {
  if (client.kind === 'unmeshed') return client.namespace === undefined
  return client.kind !== 'stranger' || client.dataPlane !== 'ambient'
}

function shown(meshes: Meshes, request: Request): string {
  const said = [true, false].map((externalAllows) =>
    meshes.map((mesh) => {
      const decision = decide(mesh, request, { externalAllows })
      const points = [...decision.points, ...decision.branches.flatMap(({ points: own }) => own)]
      return `${outcomeText(decision)} <- ${[...new Set(points.map(({ point, at, reason }) => `${point} ${at}: ${reason}`))].join('; ')}`
    }),
  )
  const different = said.find(([was, is]) => was !== is) ?? said[0]!
  return [JSON.stringify(request), ...different].join('\n    ')
}
