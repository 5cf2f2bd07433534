import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../src/model/authentication.ts'
import type { Change } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { isForGateways } from '../../../src/resolve/gateway-pods.ts'
import { servicesSelecting } from '../../../src/resolve/services.ts'
import { changedOnTheWay } from '../refusals/changed-on-the-way.ts'
import { clientsOfNodes } from '../routes/clients-of-nodes.ts'
import { envoyConfig } from '../routes/envoy/envoy-config.ts'
import { ownRoutes } from '../routes/own-routes.ts'
import { readsHttp } from '../routes/port-routes.ts'
import { RouteNames } from '../routes/route-names.ts'
import { bypassesOf } from './bypasses.ts'
import { type CheckedPods, hasAddress, tokenObstacle } from './obstacle.ts'
import { envoyTokenFilter } from './token-check.ts'
import { areChecksWritten } from './written-checks.ts'

/** What becomes of RequestAuthentications under `--allow-fail-open`. */
export interface ChecksAtNodes {
  readonly added: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  /** Those that configs at the nodes of clients stand for, as far as these reach. */
  readonly translated: ReadonlySet<RequestAuthentication>
}

/**
 * Writes a config for each HTTP port of the Services of a RequestAuthentication's pods, in which the proxy of the client's node checks tokens. Nothing checks them
 * at the pods any more, so that whatever bypasses the config is said, and only who asked for it gets it.
 */
export function checksAtNodes(mesh: Mesh, options: EmitOptions): ChecksAtNodes {
  const added: Change[] = []
  const diagnostics: Diagnostic[] = []
  const translated = new Set<RequestAuthentication>()
  const names = new RouteNames(mesh)
  for (const policy of options.failOpen === true ? mesh.requestAuthentication : []) {
    if (isForGateways(policy.attachment, mesh)) continue
    const checked = checkedBy(policy, mesh)
    const changes: Change[] = []
    const obstacle = tokenObstacle(policy, checked, mesh, options)
    if (obstacle === undefined) changes.push(...configs(policy, checked, names, mesh))
    const reason = obstacle ?? changedOnTheWay(changes, mesh, options)?.what
    const at = policy.place.field('spec')
    const object = objectText(policy.place.object)
    if (reason !== undefined) {
      diagnostics.push(diagnose(catalogue.ciliumTokensStay, at, { object, reason }))
      continue
    }
    translated.add(policy)
    added.push(...changes)
    const virtual = checked.services.filter(hasAddress)
    const ports = virtual.flatMap(({ namespace, name, ports: all }) =>
      all.filter(readsHttp).map(({ port }) => `${namespace}/${name}:${port}`),
    )
    diagnostics.push(
      diagnose(catalogue.ciliumFailsOpen, at, { object, ports: ports.sort(), bypasses: bypassesOf(checked, mesh) }),
      ...clientsOfNodes(virtual, at, mesh),
    )
  }
  return { added, diagnostics, translated }
}

function checkedBy({ attachment }: RequestAuthentication, mesh: Mesh): CheckedPods {
  const pods = mesh.workloads.filter((pod) => !pod.gateway && attachedTo(attachment, pod, mesh.settings))
  return { pods, services: [...new Set(pods.flatMap((pod) => servicesSelecting(mesh, pod)))] }
}

function configs(policy: RequestAuthentication, { services }: CheckedPods, names: RouteNames, mesh: Mesh): readonly Change[] {
  const { issuers, place } = policy
  const open = services.filter((service) => hasAddress(service) && !areChecksWritten(policy, service, mesh))
  return open.flatMap((service) =>
    service.ports.filter(readsHttp).map((port): Change => {
      const routes = ownRoutes(service, port, place.field('spec'), mesh)
      const object = envoyConfig(routes, names.ofConfig(routes), mesh, [envoyTokenFilter(issuers)])
      const why = `Checks tokens at the nodes of clients as ${objectText(place.object)} has the sidecars of the pods do it.`
      return { kind: 'add', object, causes: [place], why }
    }),
  )
}
