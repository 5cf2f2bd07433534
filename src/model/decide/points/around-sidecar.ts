import type { Workload } from '../../workload.ts'
import type { Address } from '../request.ts'
import type { Truth } from '../truth.ts'
import { intercepts } from './enforcement.ts'

const annotation = (name: string): string => `traffic.sidecar.istio.io/${name}`

/**
 * Whether the connections of a pod with a sidecar go round it to an address: nothing of the mesh carries them then, and nobody knows whose
 * they are. Excluded ports come first, then excluded ranges, included ports, included ranges
 * (istio:tools/istio-iptables/pkg/capture/run.go). Addresses of Services and pods are not in the input, so that ranges leave it open.
 */
export function aroundSidecar(workload: Workload, address: Address): Truth {
  if (workload.dataPlane !== 'sidecar' || workload.gateway) return false
  // The application may speak to the listeners of its sidecar itself.
  if (!intercepts(workload)) return 'unknown'
  const port = String(address.port)
  if (listed(workload, 'excludeOutboundPorts')?.includes(port) === true) return true
  const excluded = (listed(workload, 'excludeOutboundIPRanges') ?? []).some((range) => !range.startsWith('169.254.'))
  const redirected = (listed(workload, 'includeOutboundPorts') ?? []).some((item) => item === port || item === '*')
  if (!excluded && redirected) return false
  const included = listed(workload, 'includeOutboundIPRanges') ?? ['*']
  if (included.length === 0 && !redirected) return true
  return excluded || !included.includes('*') ? 'unknown' : false
}

/** Whether any connection of a pod may go round its sidecar. */
export function mayGoAround(workload: Workload): boolean {
  if (workload.dataPlane !== 'sidecar' || workload.gateway) return false
  const ports = listed(workload, 'excludeOutboundPorts') ?? []
  return ports.length > 0 || aroundSidecar(workload, { kind: 'host', host: '', port: 0 }) !== false
}

export function aroundNeeds({ namespace, name }: Workload): string {
  return `which connections of ${namespace}/${name} go round its sidecar`
}

function listed({ annotations }: Workload, name: string): readonly string[] | undefined {
  const items = annotations[annotation(name)]?.split(',').map((item) => item.trim())
  return items?.filter((item) => item !== '')
}

/** The annotations that keep connections from a pod's sidecar, in their order in the object. */
export function outboundAnnotations({ annotations }: Workload): readonly string[] {
  const known = ['excludeOutboundPorts', 'excludeOutboundIPRanges', 'includeOutboundPorts', 'includeOutboundIPRanges'].map(annotation)
  return Object.keys(annotations).filter((name) => known.includes(name))
}

/** All that the pods say about it, as a text that is the same for pods that say the same. */
export function interceptionText(workload: Workload): string {
  const names = ['sidecar.istio.io/interceptionMode', ...outboundAnnotations(workload)].sort()
  return names.map((name) => `${name}=${workload.annotations[name] ?? ''}`).join(' ')
}
