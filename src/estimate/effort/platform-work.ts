import type { Translation } from '../../translation.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { withoutPoints } from '../inventory/signs.ts'
import type { Work } from './item.ts'
import type { VersionNeeds } from './version-needs.ts'

/** What is done once for all namespaces. */
export function platformWork({ emission, mesh }: Translation, { beside }: Inventory, versions: VersionNeeds): readonly Work[] {
  const { prerequisites = { values: [], crds: [] } } = emission
  const routes = emission.changes.some((change) => change.kind === 'add' && change.object.apiVersion.startsWith('gateway.networking'))
  const looked = beside.filter(({ what }) => !withoutPoints.has(what))
  return [
    { ledger: 'platform', weight: 'install', what: "the target's data plane", count: 1, spread: 'nodes and clusters differ', evidence: [] },
    {
      ledger: 'platform',
      weight: 'upgrade',
      what: 'upgrades of the control plane',
      count: versions.upgradeFirst.length === 0 ? 0 : 1,
      spread: 'how many releases lie between is in the versions',
      evidence: versions.upgradeFirst,
    },
    {
      ledger: 'platform',
      weight: 'prerequisite',
      what: 'settings and resource definitions of the cluster',
      count: prerequisites.values.length + prerequisites.crds.length + (routes && prerequisites.crds.length === 0 ? 1 : 0),
      spread: 'some may be there already',
      evidence: [],
    },
    {
      ledger: 'platform',
      weight: 'beside',
      what: `kinds beside the mesh: ${looked.map(({ what }) => what).join(', ')}`,
      count: looked.length,
      spread: 'settings of controllers are not in the input',
      evidence: looked.flatMap(({ evidence }) => evidence.slice(0, 1)),
    },
    {
      ledger: 'platform',
      weight: 'besideObject',
      what: 'objects of these kinds',
      count: looked.reduce((sum, { evidence }) => sum + evidence.length, 0),
      spread: 'most need nothing',
      evidence: looked.flatMap(({ evidence }) => evidence),
    },
    {
      ledger: 'platform',
      weight: 'missingConfiguration',
      what: 'configuration of the mesh that the input lacks',
      count: mesh.settings.given === true ? 0 : 1,
      spread: 'its defaults may not hold',
      evidence: [],
    },
  ]
}
