import { mayHaveSidecars } from '../../model/data-plane.ts'
import type { Translation } from '../../translation.ts'
import type { WeightName } from '../settings/weights.ts'
import type { Work } from './item.ts'

const sharedWeights: ReadonlySet<WeightName> = new Set(['baseline'])

/** Work that is there because there is a migration, whatever moves in it: what is done once for all namespaces, and comparing in CI. */
export function isOfAMigration({ ledger, weight }: Work): boolean {
  return ledger === 'platform' || sharedWeights.has(weight)
}

const asksForNothing: ReadonlySet<WeightName> = new Set(['auto', 'freed'])

/**
 * Whether the input has nothing to migrate: a mesh that is in ambient mode already, or manifests without a mesh. What was not read, what is refused, and
 * Namespaces that the input lacks may hide something, and are something. So are sidecars, also where no policy moves.
 */
export function isNothing(work: readonly Work[], { emission, mesh }: Translation): boolean {
  const leftOn = mesh.workloads.some(({ dataPlane, gateway }) => !gateway && mayHaveSidecars(dataPlane))
  const asked = work.some((one) => one.count > 0 && !isOfAMigration(one) && !asksForNothing.has(one.weight))
  return !leftOn && !asked && emission.changes.length === 0
}
