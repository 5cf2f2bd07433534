import type { Mesh } from '../../../src/model/mesh.ts'
import type { Backend, Mirror, StreamRule } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { type Attempt, failed } from '../../gateway-api/write/obstacle.ts'
import type { BackendReference } from '../../gateway-api/write/route-site.ts'
import { type BackendTarget, backendTargetOf, backendTargetsOf } from './destinations.ts'
import { type VersionService, versionServiceFor } from './version-service.ts'

/** Which Services stand for the destinations of one table, in its routes for one port of a Service. */
export interface References {
  readonly service: Service
  readonly port: number
  /** The namespace that short host names belong to. */
  readonly namespace: string
  readonly mesh: Mesh
  /** The Services that stand for subsets; those that are new are added. */
  readonly versionServices: VersionService[]
}

/** The Service of a destination of an HTTP rule; a subset becomes a Service of its own. */
export function referenceTo(named: Backend | Mirror, references: References): Attempt<BackendReference> {
  const attempt = backendTargetOf(named, references.namespace, { port: references.port, rules: 'http' }, references.mesh)
  if (failed(attempt)) return attempt
  const name = nameOf(attempt.value, named, references)
  return failed(name) ? name : { value: referenceNamed(name.value, attempt.value, references) }
}

/** The Services of a TCP or TLS rule, whole. */
export function streamReferencesOf(rule: StreamRule, references: References): Attempt<readonly BackendReference[]> {
  const destinations = backendTargetsOf(rule.backends, references.namespace, { port: references.port, rules: 'stream' }, references.mesh)
  if (failed(destinations)) return destinations
  if (destinations.value.some(({ subset }) => subset !== undefined))
    return { obstacles: [{ place: rule.place, what: 'a subset of a TCP or TLS destination' }] }
  return { value: destinations.value.map((destination) => referenceNamed(destination.service.name, destination, references)) }
}

function referenceNamed(name: string, { service, port }: BackendTarget, references: References): BackendReference {
  return { name, ...(service.namespace === references.service.namespace ? {} : { namespace: service.namespace }), port }
}

function nameOf({ service, subset }: BackendTarget, named: Backend | Mirror, { versionServices, mesh }: References): Attempt<string> {
  if (subset === undefined) return { value: service.name }
  const known = versionServices.find((version) => version.service === service && version.choice.subset === subset.subset)
  if (known !== undefined) return { value: known.name }
  const version = versionServiceFor(service, subset, named.place, mesh)
  if (failed(version)) return version
  versionServices.push(version.value)
  return { value: version.value.name }
}
