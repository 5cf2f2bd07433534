import type { ObjectRef, Place } from '../../diagnostics/place.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import { groupOf } from '../../model/api-group.ts'
import type { KubernetesObject, SourceObject } from '../../model/object.ts'
import { ownValue } from '../../model/own-value.ts'
import type { Translation } from '../../translation.ts'
import type { StepContents } from '../step-contents.ts'
import { selectsPods } from './met-budgets.ts'

/**
 * A waypoint that a wave adds. istiod gives it a Deployment of its name with one pod, and neither a HorizontalPodAutoscaler nor a PodDisruptionBudget
 * unless a ConfigMap asks for one (istio:manifests/charts/istio-control/istio-discovery/files/waypoint.yaml,
 * istio:pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go applyOverlay).
 */
export interface WaypointAvailability {
  readonly waypoint: ObjectRef
  /** What of the input scales it, and what keeps its pods from being evicted at one time. */
  readonly autoscaler?: Place
  readonly budget?: Place
}

/** The waypoints that steps add, with what the input has for them. */
export function waypointAvailability(
  { input, mesh }: Translation,
  contents: readonly Pick<StepContents, 'added'>[],
): readonly WaypointAvailability[] {
  const { rootNamespace } = mesh.settings
  const defaults = input.objects.find(
    ({ ref, labels }) =>
      ref.kind === 'ConfigMap' && ref.namespace === rootNamespace && labels['gateway.istio.io/defaults-for-class'] === waypointClass,
  )
  return contents
    .flatMap(({ added }) => added)
    .filter(({ ref, value }) => ref.kind === 'Gateway' && isRecord(value.spec) && value.spec.gatewayClassName === waypointClass)
    .map(({ ref }) => {
      const own = input.objects.filter((one) => one.ref.namespace === ref.namespace)
      const autoscaler = own.find((one) => scales(one, ref.name))?.place ?? defaultPlace(defaults, 'horizontalPodAutoscaler')
      const budget =
        own.find((one) => one.ref.kind === 'PodDisruptionBudget' && selectsPods(one, podLabels(ref.name)))?.place ??
        defaultPlace(defaults, 'podDisruptionBudget')
      return { waypoint: ref, ...(autoscaler === undefined ? {} : { autoscaler }), ...(budget === undefined ? {} : { budget }) }
    })
}

/** What makes waypoints available that the input has nothing for: two pods and more, of which one at a time is evicted. */
export function availabilityObjects(waypoints: readonly WaypointAvailability[]): readonly KubernetesObject[] {
  return waypoints.flatMap(({ waypoint: { namespace, name }, autoscaler, budget }) => [
    ...(autoscaler === undefined
      ? [
          {
            apiVersion: 'autoscaling/v2',
            kind: 'HorizontalPodAutoscaler',
            metadata: { name, namespace },
            spec: {
              scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
              minReplicas: waypointPods.low,
              maxReplicas: waypointPods.high,
              metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
            },
          },
        ]
      : []),
    ...(budget === undefined
      ? [
          {
            apiVersion: 'policy/v1',
            kind: 'PodDisruptionBudget',
            metadata: { name, namespace },
            spec: { maxUnavailable: 1, selector: { matchLabels: { [gatewayName]: name } } },
          },
        ]
      : []),
  ])
}

/** The most and the share of CPU are those of Istio's chart for gateways (istio:manifests/charts/gateway/values.yaml autoscaling). */
export const waypointPods = { low: 2, high: 5 }

const waypointClass = 'istio-waypoint'
const gatewayName = 'gateway.networking.k8s.io/gateway-name'

function podLabels(name: string): Readonly<Record<string, string>> {
  return {
    [gatewayName]: name,
    'gateway.networking.k8s.io/gateway-class-name': waypointClass,
    'gateway.istio.io/managed': 'istio.io-mesh-controller',
    'istio.io/dataplane-mode': 'none',
    'sidecar.istio.io/inject': 'false',
  }
}

function scales({ ref, value }: SourceObject, name: string): boolean {
  const group = groupOf(ref.apiVersion)
  if (!(ref.kind === 'HorizontalPodAutoscaler' && group === 'autoscaling') && !(ref.kind === 'ScaledObject' && group === 'keda.sh'))
    return false
  const target = isRecord(value.spec) ? value.spec.scaleTargetRef : undefined
  return isRecord(target) && target.name === name && (target.kind ?? 'Deployment') === 'Deployment'
}

function defaultPlace(defaults: SourceObject | undefined, key: string): Place | undefined {
  const data = defaults?.value.data
  return defaults !== undefined && isRecord(data) && ownValue(data, key) !== undefined ? defaults.place.field('data').field(key) : undefined
}
