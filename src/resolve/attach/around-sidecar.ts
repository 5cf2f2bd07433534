import { type CaptureName, captureAnnotation, captureList, captureNames, captureText, excludedInterfaces } from '../../model/capture.ts'
import { hasSidecar } from '../../model/data-plane.ts'
import type { Address } from '../../model/request.ts'
import type { Workload } from '../../model/workload.ts'
import type { Truth } from '../truth.ts'
import { intercepts } from './enforcement.ts'

/** Pods by what decides which of their connections a sidecar carries. */
type SidecarPods = Pick<Workload, 'dataPlane' | 'gateway' | 'annotations' | 'captureDefaults' | 'proxyUser'>

/**
 * Whether the connections of a pod with a sidecar bypass it to an address: nothing of the mesh carries them then, and they have no identity.
 * What user or group 1337 sends passes first of all, because the sidecar itself runs so. Then excluded ports come first, then excluded ranges,
 * included ports, included ranges (istio:tools/istio-iptables/pkg/capture/run.go). Addresses of Services and pods are not in the input, so
 * that ranges leave it open; so do network interfaces that are left out.
 */
export function aroundSidecar(workload: SidecarPods, address: Pick<Address, 'port'>): Truth {
  if (!hasSidecar(workload.dataPlane) || workload.gateway) return false
  // The application may speak to the listeners of its sidecar itself.
  if (!intercepts(workload)) return 'unknown'
  if (workload.proxyUser?.containers === 'all') return true
  const others = captured(workload, String(address.port))
  return others === false && (workload.proxyUser !== undefined || (workload.annotations[excludedInterfaces] ?? '') !== '')
    ? 'unknown'
    : others
}

function captured(workload: SidecarPods, port: string): Truth {
  if (listed(workload, 'excludeOutboundPorts')?.includes(port) === true) return true
  const excluded = (listed(workload, 'excludeOutboundIPRanges') ?? []).some((range) => !range.startsWith('169.254.'))
  const redirected = (listed(workload, 'includeOutboundPorts') ?? []).some((item) => item === port || item === '*')
  if (!excluded && redirected) return false
  const included = listed(workload, 'includeOutboundIPRanges') ?? ['*']
  if (included.length === 0 && !redirected) return true
  return excluded || !included.includes('*') ? 'unknown' : false
}

/** Whether any connection of a pod may bypass its sidecar. */
export function mayGoAround(workload: Workload): boolean {
  if (!hasSidecar(workload.dataPlane) || workload.gateway) return false
  const ports = listed(workload, 'excludeOutboundPorts') ?? []
  return ports.length > 0 || aroundSidecar(workload, { port: 0 }) !== false
}

export function aroundNeeds({ namespace, name }: Workload): string {
  return `which connections of ${namespace}/${name} bypass its sidecar`
}

function listed(workload: SidecarPods, name: CaptureName): readonly string[] | undefined {
  return captureList(workload, name)?.filter((item) => item !== '')
}

/** All that is said about it of a pod, as a text that is the same for pods of which the same is said. */
export function interceptionText(workload: Workload): string {
  const said = (['interceptionMode', ...captureNames] as const).flatMap((name) => {
    const text = name.includes('Inbound') ? undefined : captureText(workload, name)
    return text === undefined ? [] : [`${captureAnnotation(name)}=${text}`]
  })
  const interfaces = workload.annotations[excludedInterfaces]
  return [
    ...said,
    ...(interfaces === undefined ? [] : [`${excludedInterfaces}=${interfaces}`]),
    ...(workload.proxyUser === undefined ? [] : [`user 1337: ${workload.proxyUser.containers}`]),
  ]
    .sort()
    .join(' ')
}
