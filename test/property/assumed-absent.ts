import type { Mesh } from '../../src/model/mesh.ts'
import { besideInput } from '../../src/verify/outside/beside-input.ts'

/** A manifest, as far as assumptions speak of it. */
interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: object; readonly labels?: object }
  readonly spec?: {
    readonly action?: string
    readonly selector?: { readonly matchLabels?: object }
    readonly rules?: readonly unknown[]
    readonly template?: Manifest
  }
}

/** Whether each phrase of `besideInput` names a manifest, by the phrase. `target` reads the mesh that was written. */
const saysOf: Readonly<Record<string, (manifest: Manifest, target: () => Mesh) => boolean>> = {
  [besideInput.AuthorizationPolicy]: (policy, target) =>
    policy.kind === 'AuthorizationPolicy' &&
    (policy.spec?.action === 'CUSTOM' || hasHttp(policy) || hasEmptySelector(policy) || isBehindWaypoint(policy, target)),
  [besideInput.RequestAuthentication]: ({ kind }) => kind === 'RequestAuthentication',
  [besideInput.PeerAuthentication]: (policy) =>
    policy.kind === 'PeerAuthentication' && (JSON.stringify(policy.spec).includes('"DISABLE"') || hasEmptySelector(policy)),
  [besideInput.Sidecar]: (manifest) =>
    ['Sidecar', 'ServiceEntry'].includes(manifest.kind) || JSON.stringify(manifest).includes('"networking.istio.io/exportTo"'),
  [besideInput.DestinationRule]: ({ kind }) => kind === 'DestinationRule',
  [besideInput.VirtualService]: ({ kind }) => kind === 'VirtualService',
  [besideInput.EnvoyFilter]: ({ kind }) => kind === 'EnvoyFilter' || kind === 'WasmPlugin',
  [besideInput.Pod]: (manifest) => {
    const { annotations = {}, labels = {} } = (manifest.spec?.template ?? manifest).metadata
    return (
      isWorkload(manifest) &&
      /"security\.istio\.io\/tlsMode"|clude(?:Outbound|Interfaces)|interceptionMode/.test(JSON.stringify([annotations, labels]))
    )
  },
}

/** Whether one of the printed assumptions names a manifest that was taken away. */
export function isAssumedAbsent(manifest: Manifest, assumptions: readonly string[], target: () => Mesh): boolean {
  const printed = Object.entries(saysOf).filter(([phrase]) => assumptions.some((line) => line.includes(phrase)))
  return printed.some(([, names]) => names(manifest, target))
}

function hasHttp({ spec }: Manifest): boolean {
  return /"(?:not)?(?:methods|paths|hosts|requestPrincipals|remoteIpBlocks)"|"key":\s*"(?:request\.|remote\.)/i.test(
    JSON.stringify(spec?.rules ?? []),
  )
}

function hasEmptySelector({ spec }: Manifest): boolean {
  return spec?.selector !== undefined && Object.keys(spec.selector.matchLabels ?? {}).length === 0
}

function isBehindWaypoint({ metadata }: Manifest, target: () => Mesh): boolean {
  const { settings, services, namespaces } = target()
  const { rootNamespace } = settings
  const inReach = (namespace: string) => metadata.namespace === rootNamespace || metadata.namespace === namespace
  return [...services, ...namespaces].some((one) => {
    const namespace = 'namespace' in one ? one.namespace : one.name
    return one.waypoint !== undefined && inReach(namespace)
  })
}

function isWorkload({ kind }: Manifest): boolean {
  return kind === 'Pod' || kind === 'Deployment'
}
