import { movable } from '../../account/movable.ts'
import { compareText, type Place } from '../../diagnostics/place.ts'
import type { Translation } from '../../translation.ts'
import { type Evidence, evidenceAt } from '../evidence.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { Work } from './item.ts'

/** What each namespace with something to move asks for. */
export function namespaceWork(translation: Translation, { waypoints, http }: Inventory): readonly Work[] {
  const { mesh } = translation
  const namespaces = movingNamespaces(translation)
  const inMesh = mesh.workloads.filter(({ dataPlane, gateway }) => dataPlane !== 'none' && dataPlane !== 'ambient' && !gateway)
  const of = (kinds: readonly string[]): readonly Evidence[] =>
    inMesh.filter(({ kind, owners }) => kinds.includes(kind) && owners.length === 0).map(({ place }) => evidenceAt(place))
  const [stateful, single] = [of(['StatefulSet']), of(['Job', 'Pod'])]
  return [
    {
      ledger: 'namespaces',
      weight: 'namespace',
      what: 'namespaces to enrol',
      count: namespaces.length,
      spread: 'owners and dates are not in the input',
      evidence: namespaces,
    },
    {
      ledger: 'namespaces',
      weight: 'waypoint',
      what: 'waypoints to size',
      count: waypoints.afterDecisions - waypoints.existing,
      spread: 'how many requests they carry is not in the input',
      evidence: waypoints.afterDecisions > waypoints.existing ? http.map(({ cause }) => cause) : [],
    },
    {
      ledger: 'namespaces',
      weight: 'statefulSet',
      what: 'StatefulSets that restart pod by pod',
      count: stateful.length,
      spread: 'how long each takes is not in the input',
      evidence: stateful,
    },
    { ledger: 'namespaces', weight: 'byHand', what: 'Jobs and Pods to replace by hand', count: single.length, evidence: single },
    {
      ledger: 'verification',
      weight: 'rollout',
      what: 'namespaces to roll out and to check',
      count: namespaces.length,
      spread: 'a check may find what the input does not show',
      evidence: namespaces,
    },
  ]
}

/** The namespaces of what could move, each at its Namespace, or at the first object in it. */
function movingNamespaces({ target, mesh }: Translation): readonly Evidence[] {
  const names = [...new Set(movable({ target, mesh }).map(({ namespace }) => namespace))].sort(compareText)
  const first = new Map<string, Place>()
  for (const { name, place } of mesh.namespaces) if (place !== undefined) first.set(name, place)
  for (const { namespace, place } of [...mesh.workloads, ...mesh.authorization]) if (!first.has(namespace)) first.set(namespace, place)
  return names.map((name) => evidenceAt(first.get(name)!))
}
