import { targets } from '../../translators/index.ts'
import { compareText, type ObjectRef } from '../diagnostics/place.ts'
import { isCapturedByZtunnel } from '../model/data-plane.ts'
import { managedBy } from '../model/managed-by.ts'
import type { Translation } from '../translation.ts'
import type { Unit } from './unit.ts'

/**
 * Namespaces that an earlier rollout has moved, of which nothing is left to do. Where workloads move they are enrolled; where only policies do, the namespace has
 * objects that a conversion wrote.
 */
export function movedBefore({ mesh, input, target }: Translation, units: readonly Unit[]): readonly string[] {
  const left = new Set(units.flatMap(({ namespaces }) => namespaces))
  const there =
    targets[target].moves === 'workloads'
      ? mesh.namespaces.filter(({ dataPlane }) => isCapturedByZtunnel(dataPlane)).map(({ name }) => name)
      : input.objects.filter(({ labels }) => isAdded(labels)).map(({ ref }) => ref.namespace)
  return [...new Set(there)].filter((name) => name !== '' && !left.has(name)).sort(compareText)
}

/** Objects that an earlier conversion added in namespaces of which something is left to do: a rollout of it stands somewhere between its steps. */
export function addedBefore({ input }: Translation, units: readonly Unit[]): readonly ObjectRef[] {
  const left = new Set(units.flatMap(({ namespaces }) => namespaces))
  return input.objects.filter(({ ref, labels }) => isAdded(labels) && left.has(ref.namespace)).map(({ ref }) => ref)
}

function isAdded(labels: Readonly<Record<string, string>>): boolean {
  return labels[managedByLabel] === managedBy[managedByLabel]
}

const managedByLabel = 'app.kubernetes.io/managed-by'
