import { compareText } from '../diagnostics/place.ts'
import type { Change } from '../model/change.ts'

/** Labels that a Namespace loses without another label that overrules them. */
export interface HandLabels {
  readonly namespace: string
  readonly labels: readonly string[]
}

/**
 * Labels that applying the output takes away only where applying put them: a label that was set by hand (`kubectl label`) is in no
 * manifest that was applied, so `kubectl apply` leaves it. A Namespace with `istio-injection: disabled` is not among them: nothing is
 * injected there, whatever other labels it has.
 */
export function handLabels(changes: readonly Change[]): HandLabels[] {
  const found = changes.flatMap((change): HandLabels[] => {
    if (change.kind !== 'edit' || change.target.kind !== 'Namespace' || change.target.apiVersion !== 'v1') return []
    const ofLabels = change.edits.filter(({ path }) => path[0] === 'metadata' && path[1] === 'labels' && path.length === 3)
    if (ofLabels.some(({ op, path }) => op === 'set' && path[2] === 'istio-injection')) return []
    const labels = ofLabels.flatMap(({ op, path }) => (op === 'delete' ? [String(path[2])] : []))
    return labels.length === 0 ? [] : [{ namespace: change.target.name, labels }]
  })
  return found.sort((a, b) => compareText(a.namespace, b.namespace))
}
