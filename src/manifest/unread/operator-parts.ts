import { isRecord } from '../object/identity.ts'

/**
 * An IstioOperator without what istiod and gateways are started with: their images, what they may use, where they run, and the scripts that an
 * overlay gives their containers. These have `${NAME}` of a shell or a tag that Flux fills in, and decide nothing that is read. Each item keeps
 * its position.
 */
export function decidingPartsOfOperator(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!isRecord(value.spec)) return value
  const spec = without(value.spec, images)
  const components = isRecord(spec.components) ? mapped(spec.components, componentParts) : spec.components
  const values = isRecord(spec.values) ? { ...spec.values, ...globalParts(spec.values) } : spec.values
  return { ...value, spec: { ...spec, components, values } }
}

const images = ['hub', 'tag']

/** KubernetesResourcesSpec of istio.operator.v1alpha1; `env` is read, and `service` and annotations say what a gateway is. */
const startedWith = [
  'affinity',
  'hpaSpec',
  'imagePullPolicy',
  'nodeSelector',
  'podDisruptionBudget',
  'priorityClassName',
  'readinessProbe',
  'replicaCount',
  'resources',
  'strategy',
  'tolerations',
]

const workloads = ['Deployment', 'DaemonSet']

/** The path of a patch into a container: `spec.template.spec.containers.[name:discovery].args[2]`. */
const intoContainer = /^spec\.template\.spec\.(?:initC|c)ontainers\b.*[.\]](?:args|command|image|lifecycle|resources|\w+Probe)\b/

function componentParts(component: unknown): unknown {
  if (Array.isArray(component)) return component.map(componentParts)
  if (!isRecord(component)) return component
  const own = without(component, images)
  return isRecord(own.k8s) ? { ...own, k8s: withoutScripts(without(own.k8s, startedWith)) } : own
}

function withoutScripts(k8s: Readonly<Record<string, unknown>>): unknown {
  if (!Array.isArray(k8s.overlays)) return k8s
  const overlays = k8s.overlays.map((overlay: unknown) => {
    if (!isRecord(overlay) || !Array.isArray(overlay.patches) || !workloads.includes(String(overlay.kind))) return overlay
    const patches = overlay.patches.map((patch: unknown) =>
      isRecord(patch) && typeof patch.path === 'string' && intoContainer.test(patch.path) ? without(patch, ['value']) : patch,
    )
    return { ...overlay, patches }
  })
  return { ...k8s, overlays }
}

function globalParts(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isRecord(values.global) ? { global: without(values.global, images) } : {}
}

function mapped(map: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]))
}

function without(map: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !names.includes(name)))
}
