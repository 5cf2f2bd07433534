import type { Request } from '../../src/model/request.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import type { Comparison, DifferenceVerdict } from '../../src/verify/comparison.ts'
import { dated, type IstioDecision, type IstioRecord, requestOf } from './istio.ts'
import { meshOfManifests } from './mesh.ts'
import { agreed, disagreed, type Vector, type VectorOutcome } from './vector.ts'

/** One request of a mesh before and after its migration, with what became of it in both. */
interface Pair {
  readonly before: IstioRecord
  readonly after: IstioRecord
}

/** What comparing the two meshes of a pair says of its request: one question for each request that was recorded in both. */
export function pairVectors(records: readonly IstioRecord[]): Vector[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  return records.flatMap((before) => {
    const after = migratedIds(before.id).flatMap((id) => byId.get(id) ?? [])[0]
    if (after === undefined || JSON.stringify(before.request) !== JSON.stringify(after.request)) return []
    return [{ engine: 'istio', id: `${before.id} and ${after.id}`, features: ['before and after'], ask: () => compared({ before, after }) }]
  })
}

/** What the mesh after may be called: `sidecar-route-7` has `waypoint-route-7`, `F1-mesh.yaml` has `F1-after.yaml` or `F1-after-mesh.yaml`. */
function migratedIds(id: string): string[] {
  if (id.startsWith('sidecar-route-')) return [id.replace('sidecar', 'waypoint')]
  return /^F\d+-mesh/.test(id) ? [id.replace('-mesh', '-after-mesh'), id.replace('-mesh', '-after')] : []
}

function compared({ before, after }: Pair): VectorOutcome {
  const wanted = changeOf(before.did, after.did)
  if (wanted === undefined) return agreed
  const [was, is] = [before, after].map(({ mesh }) => meshOfManifests(dated(mesh)))
  const found = verdictsAt(compareMeshes(was!, is!), requestOf(before.request))
  if (wanted.some((verdict) => found.includes(verdict))) return agreed
  const what = `${textOf(before.did)} before, ${textOf(after.did)} after`
  if (found.includes('undetermined')) return { says: 'undetermined', why: `the engine: ${what}` }
  return disagreed(what, found.length === 0 ? 'no difference' : found.join(', '))
}

/** The verdicts, one of which a difference at the request's address must have; undefined when nothing became of the request. */
function changeOf(before: IstioDecision, after: IstioDecision): readonly DifferenceVerdict[] | undefined {
  if (textOf(before) === textOf(after)) return undefined
  const [was, is] = [isLetIn(before), isLetIn(after)]
  // What was closed because its connection was anonymous is distinguished from what is wider.
  if (was !== is) return is ? ['wider', 'identified'] : ['narrower', 'identified', 'rerouted']
  return ['rerouted', 'wider', 'narrower']
}

function isLetIn({ verdict, branches = [] }: IstioDecision): boolean {
  return verdict === 'allowed' || branches.some((branch) => branch.verdict === 'allowed')
}

/** What the client and the application can tell. */
function textOf({ verdict, branches = [], answer }: IstioDecision): string {
  const ends = branches.map(({ at, verdict: said, target, authority }) => [at, said, target, authority].filter(Boolean).join(' '))
  return [verdict, ...ends.sort(), answer?.status, answer?.location].filter((part) => part !== undefined).join(', ')
}

function verdictsAt({ differences }: Comparison, { address }: Request): DifferenceVerdict[] {
  const place =
    address.kind === 'host'
      ? `host ${address.host}:${address.port}`
      : address.kind === 'pod'
        ? `pods ${address.namespace}/${address.workload}:${address.port}`
        : `Service ${address.namespace}/${address.name}:${address.port}`
  return differences.filter(({ destinations }) => destinations.includes(place)).map(({ verdict }) => verdict)
}
