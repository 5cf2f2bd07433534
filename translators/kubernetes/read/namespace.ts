import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { DataPlane } from '../../../src/model/data-plane.ts'
import type { KindReader, ReadContext } from '../../../src/model/dialect.ts'
import type { Labels, Namespace } from '../../../src/model/workload.ts'
import { readIngressUsesWaypoint, waypointBinding, waypointCanary } from './waypoint-labels.ts'

export const namespaceReader: KindReader = {
  group: '',
  kind: 'Namespace',
  phase: 'namespaces',
  read({ ref, labels, annotations, place }, context, into) {
    const labelsPlace = place.field('metadata').field('labels')
    const injection = injectionLabel(ref.name, labels, labelsPlace)
    reportConflicts(labels, labelsPlace, context)
    into.namespaces.push({
      name: ref.name,
      labels,
      annotations,
      place,
      dataPlane: dataPlaneOf(injection, labels),
      ...(injection === undefined ? {} : { injection }),
      ...waypointBinding(labels, ref.name, labelsPlace),
      ...waypointCanary(labels, annotations, ref.name, labelsPlace),
      ...readIngressUsesWaypoint(labels),
    })
    return true
  },
}

/** The injector skips these, whatever their labels (istio:pkg/kube/inject/inject.go IgnoredNamespaces). */
const neverInjected: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'])

export function isNeverInjected(namespace: string): boolean {
  return neverInjected.has(namespace)
}

/** The label by which a namespace is injected. `istio-injection` with any other value keeps the revision's webhook away too. */
function injectionLabel(name: string, labels: Labels, labelsPlace: Place): Namespace['injection'] {
  if (isNeverInjected(name)) return undefined
  const injection = labels['istio-injection']
  if (injection !== undefined) {
    return injection === 'enabled' ? { label: 'istio-injection', value: injection, place: labelsPlace.field('istio-injection') } : undefined
  }
  const revision = labels['istio.io/rev']
  return revision ? { label: 'istio.io/rev', value: revision, place: labelsPlace.field('istio.io/rev') } : undefined
}

function dataPlaneOf(injection: Namespace['injection'], labels: Labels): DataPlane {
  if (injection !== undefined) return 'sidecar'
  return labels['istio.io/dataplane-mode'] === 'ambient' ? 'ambient' : 'none'
}

function reportConflicts(labels: Labels, labelsPlace: Place, context: ReadContext): void {
  const injection = labels['istio-injection']
  const revision = labels['istio.io/rev']
  if (injection !== undefined && revision !== undefined) {
    const outcome = injection === 'enabled' ? 'the default revision injects its pods' : 'no pod of it is injected'
    report('istio.io/rev', `\`istio-injection: ${injection}\` and \`istio.io/rev: ${revision}\``, outcome)
  }
  const injected = injection === 'enabled' ? 'istio-injection' : injection === undefined && revision ? 'istio.io/rev' : undefined
  if (injected !== undefined && labels['istio.io/dataplane-mode'] === 'ambient') {
    const own = `\`${injected}: ${labels[injected]}\` and \`istio.io/dataplane-mode: ambient\``
    report('istio.io/dataplane-mode', own, 'pods that are injected keep their sidecar')
  }

  function report(label: string, pair: string, outcome: string): void {
    context.diagnostics.push(diagnose(catalogue.conflictingEnrolment, labelsPlace.field(label), { labels: pair, outcome }))
  }
}
