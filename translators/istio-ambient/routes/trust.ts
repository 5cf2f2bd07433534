import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import type { BackendTarget } from './destinations.ts'
import { guardOf } from './policies.ts'

/**
 * Findings about one destination of a Service's routes. The pods of a destination trust the waypoint of the Service that was called, so
 * its policies must be theirs, or they must have none.
 */
export function trustFindings(service: Service, port: number, destination: BackendTarget, at: Place, mesh: Mesh): Diagnostic[] {
  const backend = destination.service
  if (backend === service && (destination.port === port || samePodPort(service, port, backend, destination.port))) return []
  const names = { backend: objectText(backend.place.object), service: objectText(service.place.object) }
  const own = guardOf(service, mesh)
  const theirs = guardOf(backend, mesh)
  if (theirs !== undefined && theirs.policies.length === 0) {
    if (own !== undefined && own.policies.length === 0) return []
    return [diagnose(catalogue.backendBehindPolicies, at, names)]
  }
  const equal =
    own !== undefined &&
    theirs !== undefined &&
    backend.namespace === service.namespace &&
    own.policies.join('\n') === theirs.policies.join('\n') &&
    (!own.comparesPorts || samePodPort(service, port, backend, destination.port))
  return equal ? [] : [diagnose(catalogue.backendPoliciesDiffer, at, names)]
}

function samePodPort(a: Service, portOfA: number, b: Service, portOfB: number): boolean {
  const target = (service: Service, port: number) => service.ports.find((candidate) => candidate.port === port)?.targetPort
  return target(a, portOfA) !== undefined && target(a, portOfA) === target(b, portOfB)
}
