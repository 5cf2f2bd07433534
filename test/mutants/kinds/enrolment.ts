import type { KubernetesObject } from '../../../src/model/object.ts'
import { type Damage, kindsOf, on, removed } from '../mutant-kind.ts'
import { dropped, replaced, type Spot, type Value } from '../spot.ts'

const isWaypoint = (object: KubernetesObject): boolean => (object as Value).spec?.gatewayClassName === 'istio-waypoint'
const onWaypoint =
  (damage: Damage): Damage =>
  (object, random, others) =>
    isWaypoint(object) ? damage(object, random, others) : undefined
const label =
  (name: string) =>
  ({ key }: Spot): boolean =>
    key === name
const bound = ['Service', 'ServiceEntry', 'Namespace']

export const enrolmentKinds = kindsOf('enrolment', {
  'waypoint not deployed': ['istio#57315: policies are there before the waypoint', onWaypoint(removed)],
  'waypoint in another namespace': ['one waypoint for all was planned', onWaypoint(replaced('metadata.namespace', () => 'waypoints'))],
  'waypoint for workloads only': [
    'the label decides what traverses the waypoint',
    onWaypoint(replaced('metadata.labels', (labels) => ({ ...labels, 'istio.io/waypoint-for': 'workload' }))),
  ],
  'waypoint for nothing': [
    'the label decides what traverses the waypoint',
    onWaypoint(replaced('metadata.labels', (labels) => ({ ...labels, 'istio.io/waypoint-for': 'none' }))),
  ],
  'waypoint for everything': [
    'the label decides what traverses the waypoint',
    onWaypoint(replaced('metadata.labels', (labels) => ({ ...labels, 'istio.io/waypoint-for': 'all' }))),
  ],
  'waypoint with another class': [
    'a Gateway of another class is no waypoint',
    onWaypoint(replaced('spec.gatewayClassName', () => 'istio')),
  ],
  'use-waypoint missing': [
    'a label is lost when a chart is rendered again',
    on(bound, dropped('metadata.labels.*', label('istio.io/use-waypoint'))),
  ],
  'use-waypoint of another name': [
    'the waypoint has another name there',
    on(
      bound,
      replaced('metadata.labels.*', () => 'gateway', label('istio.io/use-waypoint')),
    ),
  ],
  'use-waypoint opted out': [
    'none opts out',
    on(
      bound,
      replaced('metadata.labels.*', () => 'none', label('istio.io/use-waypoint')),
    ),
  ],
  'dataplane-mode missing': [
    'a label is lost when a chart is rendered again',
    on('Namespace', dropped('metadata.labels.*', label('istio.io/dataplane-mode'))),
  ],
  'dataplane-mode of pods missing': [
    'labels of templates are not those of the Deployment',
    dropped('spec.template.metadata.labels.*', label('istio.io/dataplane-mode')),
  ],
  'pod opted out': [
    'a pod that could not start was opted out',
    replaced('spec.template.metadata.labels', (labels) => ({ ...labels, 'istio.io/dataplane-mode': 'none' })),
  ],
  'sidecar left': [
    'pods are not restarted, or a label stays',
    on(
      ['Deployment', 'StatefulSet', 'DaemonSet'],
      replaced('spec.template.metadata', (metadata) => ({
        ...metadata,
        labels: { ...metadata.labels, 'sidecar.istio.io/inject': 'true' },
      })),
    ),
  ],
  'injection left': [
    'a namespace with both labels injects',
    on('Namespace', (object, random, others) =>
      object.metadata.labels?.['istio.io/dataplane-mode'] === 'ambient'
        ? replaced('metadata.labels', ({ 'istio.io/dataplane-mode': _, ...labels }) => ({ ...labels, 'istio-injection': 'enabled' }))(
            object,
            random,
            others,
          )
        : undefined,
    ),
  ],
  'ingress-use-waypoint missing': [
    'ingress gateways go past the waypoint unless told',
    on(bound, dropped('metadata.labels.*', label('istio.io/ingress-use-waypoint'))),
  ],
  'other service account': [
    'charts name accounts after releases',
    replaced('spec.template.spec.serviceAccountName', (name) => `${name}-x`),
  ],
  'other pod labels': ['policies select by label', replaced('spec.template.metadata.labels.app', (value) => `${value}-x`)],
})
