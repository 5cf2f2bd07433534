import { objectText } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import { hasIdentity } from '../../../src/model/data-plane.ts'
import { atLeast, type EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { backing } from '../../../src/resolve/services.ts'
import { nodeRivals } from '../routes/node-rivals.ts'
import { readsHttp } from '../routes/port-routes.ts'
import { routeFor, settingsFor } from '../routes/said-of-service.ts'
import type { CheckedPods, NodeCheck } from './node-check.ts'

/** Why requests cannot be checked at the nodes of clients as sidecars check them; undefined where they can. */
export function checkObstacle<Subject>(
  check: NodeCheck<Subject>,
  checked: CheckedPods,
  mesh: Mesh,
  options: EmitOptions,
): string | undefined {
  const { pods, services } = checked
  const isWritten = (service: Service): boolean => check.isWritten(service, checked)
  const written = services.filter(hasAddress).every(isWritten)
  return (
    ofNodes(check.attachment, options) ??
    check.obstacle(checked, written) ??
    ofPods(pods, check, written) ??
    ofServices(services, pods, mesh, isWritten)
  )
}

function ofNodes({ scope }: Attachment, { assume, versions }: EmitOptions): string | undefined {
  if (!assume.includes('sidecars-removed')) return 'nodes cannot read what sidecars encrypt (--assume sidecars-removed says that they go)'
  if (!atLeast(versions.cilium, '1.20')) return 'the Envoy of releases of Cilium before 1.20 was not looked at'
  return scope === 'mesh' || scope === 'targets' ? 'it is not for the pods of one namespace' : undefined
}

function ofPods<Subject>(pods: readonly Workload[], check: NodeCheck<Subject>, written: boolean): string | undefined {
  if (pods.length === 0) return 'the input has no pods that it is for'
  for (const pod of pods) {
    if (pod.hostNetwork || pod.address !== undefined || (!written && hasIdentity(pod.dataPlane) !== 'yes'))
      return `\`${objectText(pod.place.object)}\` has no sidecar, or is no pod`
    const obstacle = check.obstacleAt(pod)
    if (obstacle !== undefined) return obstacle
  }
  return undefined
}

function ofServices(
  services: readonly Service[],
  pods: readonly Workload[],
  mesh: Mesh,
  isWritten: (service: Service) => boolean,
): string | undefined {
  const virtual = services.filter(hasAddress)
  if (!virtual.some(({ ports }) => ports.some(readsHttp))) return 'no Service with an address of its own leads HTTP to its pods'
  for (const service of virtual) {
    const name = objectText(service.place.object)
    if (backing(mesh, service).some((pod) => !pods.includes(pod))) return `\`${name}\` leads to pods that it is not for`
    const sniffed = service.ports.find(({ protocol }) => protocol === 'auto')
    if (sniffed !== undefined) return `\`${name}\` does not say what port ${sniffed.port} speaks`
    const route = routeFor(service, mesh)
    if (route !== undefined) return `\`${name}\` has routes (\`${objectText(route.object)}\`)`
    const settings = settingsFor(service, mesh)
    if (settings !== undefined) return `\`${name}\` has settings for connections (\`${objectText(settings.object)}\`)`
    if (!isWritten(service) && nodeRivals(service, mesh).length > 0) return `\`${name}\` has routes at nodes already`
  }
  return undefined
}

/** Whether the proxy of a node can have connections to it. */
export function hasAddress({ headless, externalName }: Service): boolean {
  return !headless && externalName === undefined
}
