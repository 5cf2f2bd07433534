import { targets } from '../../../translators/index.ts'
import { partAt } from '../../manifest/carriers/parts.ts'
import { groupOf } from '../../model/api-group.ts'
import type { SourceObject } from '../../model/object.ts'
import type { Translation } from '../../translation.ts'
import { besideSidecars } from './beside-sidecars.ts'
import { installs } from './installed.ts'
import { ofNetworkPlugin } from './network-plugin.ts'
import { ofNodes } from './nodes.ts'
import type { PreflightCheck } from './preflight-check.ts'
import { bundleChecks, releaseChecks } from './releases.ts'
import { shownBy, variablesOf } from './shown-by.ts'

/**
 * What ambient mode needs of a cluster: istiod with PILOT_ENABLE_AMBIENT, and an istio-cni and a ztunnel on every node
 * (istio:manifests/profiles/ambient.yaml), and the resources of the Gateway API that the output has. The namespace of istiod need not be the root namespace. Of a target
 * that is part of a network plugin: that plugin, and the kernel that it needs. What its chart is to say is in `prepare`.
 */
export function preflight(translation: Translation): readonly PreflightCheck[] {
  const { target, emission, input } = translation
  if (emission.changes.length === 0) return []
  if (targets[target].moves !== 'workloads') return ofNodes(translation)
  const { objects } = input
  const resources = new Set(
    emission.changes.flatMap((change) =>
      change.kind === 'add' && groupOf(change.object.apiVersion) === gatewayApi
        ? [`${change.object.kind.toLowerCase()}s.${gatewayApi}`]
        : [],
    ),
  )
  return [
    {
      what: 'istiod serves ambient mode',
      command: `kubectl get deployments -A -l app=istiod -o yaml | grep -A1 'name: PILOT_ENABLE_AMBIENT' | grep -q true`,
      ...shownBy(objects, (one) => installs(one, 'istiod') ?? ofIstiod(one)),
    },
    ...(['istio-cni-node', 'ztunnel'] as const).map((name) => ({
      what: `${name} runs on every node`,
      command: `[ "$(kubectl get daemonsets -A --field-selector metadata.name=${name} -o jsonpath='{.items[*].status.numberReady}')" -eq "$(kubectl get nodes -l kubernetes.io/os=linux -o name | wc -l)" ]`,
      ...shownBy(
        objects,
        (one) => installs(one, name) ?? (one.ref.kind === 'DaemonSet' && one.ref.name === name ? toleratesAll(one) : undefined),
      ),
    })),
    ...releaseChecks(translation),
    ...ofNetworkPlugin(translation),
    ...besideSidecars(translation),
    ...[...resources].sort().map((name) => ({
      what: `${name} is installed`,
      command: `kubectl get crd ${name}`,
      ...shownBy(objects, ({ ref }) => (ref.kind === 'CustomResourceDefinition' && ref.name === name ? true : undefined)),
    })),
    ...[...resources].sort().flatMap((name) => bundleChecks(translation, name)),
  ]
}

const gatewayApi = 'gateway.networking.k8s.io'

/** Whether pods of a DaemonSet run on nodes with any taint; what tolerates some of them may be enough. */
function toleratesAll({ value }: SourceObject): boolean | undefined {
  const tolerations = partAt(value, 'spec', 'template', 'spec', 'tolerations')
  const listed = Array.isArray(tolerations) ? tolerations : []
  const covers = (effect: string) =>
    listed.some(
      (one) =>
        partAt(one, 'key') === undefined &&
        partAt(one, 'operator') === 'Exists' &&
        [undefined, effect].includes(partAt(one, 'effect') as string),
    )
  return covers('NoSchedule') && covers('NoExecute') ? true : undefined
}

function ofIstiod(object: SourceObject): boolean | undefined {
  if (object.ref.kind !== 'Deployment' || object.labels.app !== 'istiod') return undefined
  return variablesOf(object, 'PILOT_ENABLE_AMBIENT').includes('true')
}
