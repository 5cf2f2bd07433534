import { targets } from '../../translators/index.ts'
import { isRecord } from '../manifest/object/identity.ts'
import { groupOf } from '../model/api-group.ts'
import type { SourceObject } from '../model/object.ts'
import { ownValue } from '../model/own-value.ts'
import { shellWord } from '../rollout/shell-word.ts'
import type { Translation } from '../translation.ts'
import { besideSidecars, bundleChecks, ofNodes } from './preflight-beside.ts'
import type { PreflightCheck } from './preflight-check.ts'

/**
 * What ambient mode needs of a cluster: istiod with PILOT_ENABLE_AMBIENT, and an istio-cni and a ztunnel on every node
 * (istio:manifests/profiles/ambient.yaml), and the resources of the Gateway API that the output has. They are looked for in the root namespace. Of a target
 * that is part of a network plugin: that plugin, and the kernel that it needs. What its chart is to say is in `prepare`.
 */
export function preflight(translation: Translation): readonly PreflightCheck[] {
  const { target, emission, input, mesh } = translation
  if (emission.changes.length === 0) return []
  if (targets[target].moves !== 'workloads') return ofNodes(translation)
  const { objects } = input
  const inRoot = `kubectl -n ${shellWord(mesh.settings.rootNamespace)}`
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
      command: `${inRoot} get deployment -l app=istiod -o yaml | grep -A1 'name: PILOT_ENABLE_AMBIENT' | grep -q true`,
      ...shownBy(objects, (one) => ofInstallation(one, 'istiod') ?? ofIstiod(one)),
    },
    ...(['istio-cni-node', 'ztunnel'] as const).map((name) => ({
      what: `${name} runs on every node`,
      command: `[ "$(${inRoot} get daemonset/${name} -o jsonpath='{.status.numberReady}')" -eq "$(kubectl get nodes -l kubernetes.io/os=linux -o name | wc -l)" ]`,
      ...shownBy(
        objects,
        (one) => ofInstallation(one, name) ?? (one.ref.kind === 'DaemonSet' && one.ref.name === name ? toleratesAll(one) : undefined),
      ),
    })),
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
  const tolerations = at(value, 'spec', 'template', 'spec', 'tolerations')
  const listed = Array.isArray(tolerations) ? tolerations : []
  const covers = (effect: string) =>
    listed.some(
      (one) =>
        at(one, 'key') === undefined && at(one, 'operator') === 'Exists' && [undefined, effect].includes(at(one, 'effect') as string),
    )
  return covers('NoSchedule') && covers('NoExecute') ? true : undefined
}

/** The first object that says that it is so; where none does, the first that says that it is not. */
function shownBy(objects: readonly SourceObject[], says: (object: SourceObject) => boolean | undefined): Pick<PreflightCheck, 'shown'> {
  const found = objects.flatMap((object) => {
    const holds = says(object)
    return holds === undefined ? [] : [{ holds, place: object.place }]
  })
  const shown = found.find(({ holds }) => holds) ?? found[0]
  return shown === undefined ? {} : { shown }
}

type Part = 'istiod' | 'istio-cni-node' | 'ztunnel'

/** Where an installation without the profile `ambient` says that it has a part all the same. */
const switches: Readonly<Record<Part, readonly string[]>> = {
  istiod: ['values', 'pilot', 'env', 'PILOT_ENABLE_AMBIENT'],
  'istio-cni-node': ['components', 'cni', 'enabled'],
  ztunnel: ['components', 'ztunnel', 'enabled'],
}

/** An IstioOperator (`install.istio.io`) or an Istio of the Sail operator: the profile `ambient` brings all that ambient mode needs. */
function ofInstallation({ ref, value }: SourceObject, part: Part): boolean | undefined {
  if (!['install.istio.io/IstioOperator', 'sailoperator.io/Istio'].includes(`${groupOf(ref.apiVersion)}/${ref.kind}`)) return undefined
  return at(value, 'spec', 'profile') === 'ambient' || String(at(value, 'spec', ...switches[part])) === 'true'
}

function ofIstiod({ ref, value, labels }: SourceObject): boolean | undefined {
  if (ref.kind !== 'Deployment' || labels.app !== 'istiod') return undefined
  const containers = at(value, 'spec', 'template', 'spec', 'containers')
  const variables = (Array.isArray(containers) ? containers : []).flatMap((one) => at(one, 'env') ?? [])
  return variables.some((one) => at(one, 'name') === 'PILOT_ENABLE_AMBIENT' && at(one, 'value') === 'true')
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, step) => (isRecord(found) ? ownValue(found, step) : undefined), value)
}
