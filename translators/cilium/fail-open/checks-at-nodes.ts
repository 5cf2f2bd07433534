import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../src/model/authentication.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { Change } from '../../../src/model/change.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Extension } from '../../../src/model/extension.ts'
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
import { authorizerChecks } from './authorizer-checks.ts'
import { bypassesOf } from './bypasses.ts'
import { limitChecks } from './limit-checks.ts'
import type { CheckedPods, NodeCheck } from './node-check.ts'
import { checkObstacle, hasAddress } from './obstacle.ts'
import { tokenChecks } from './token-checks.ts'

/** What becomes under `--allow-fail-open` of what only sidecars check. */
export interface ChecksAtNodes {
  readonly added: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  /** RequestAuthentications that configs at the nodes of clients stand for, as far as these reach. */
  readonly tokens: ReadonlySet<RequestAuthentication>
  /** CUSTOM policies that they stand for. */
  readonly authorizers: ReadonlySet<AuthorizationPolicy>
  /** EnvoyFilters with limits that they stand for. */
  readonly limits: ReadonlySet<Extension>
  /** All of these. */
  readonly translated: readonly Place[]
}

interface Written<Subject> {
  readonly added: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
  readonly translated: ReadonlySet<Subject>
}

/**
 * Writes a config for each HTTP port of the Services of the pods that a check is for, in which the proxy of the client's node checks requests. Nothing checks them
 * at the pods any more, so that whatever bypasses the config is said, and only who asked for it gets it.
 */
export function checksAtNodes(mesh: Mesh, options: EmitOptions): ChecksAtNodes {
  const names = new RouteNames(mesh)
  const tokens = written(options.failOpen === true ? tokenChecks(mesh, options) : [], names, mesh, options)
  const authorizers = written(options.failOpen === true ? authorizerChecks(mesh, options) : [], names, mesh, options)
  const limited = written(options.failOpen === true ? limitChecks(mesh, options) : [], names, mesh, options)
  const limits = new Set([...limited.translated].flat())
  return {
    added: [...tokens.added, ...authorizers.added, ...limited.added],
    diagnostics: [...tokens.diagnostics, ...authorizers.diagnostics, ...limited.diagnostics],
    tokens: tokens.translated,
    authorizers: authorizers.translated,
    limits,
    translated: [...tokens.translated, ...authorizers.translated, ...limits].map(({ place }) => place),
  }
}

function written<Subject>(checks: readonly NodeCheck<Subject>[], names: RouteNames, mesh: Mesh, options: EmitOptions): Written<Subject> {
  const added: Change[] = []
  const diagnostics: Diagnostic[] = []
  const translated = new Set<Subject>()
  for (const check of checks) {
    if (isForGateways(check.attachment, mesh)) continue
    const checked = checkedBy(check, mesh)
    const obstacle = checkObstacle(check, checked, mesh, options)
    const changes = obstacle === undefined ? configs(check, checked, names, mesh) : []
    const reason = obstacle ?? changedOnTheWay(changes, mesh, options)?.what
    if (reason !== undefined) {
      diagnostics.push(...check.stays(reason))
      continue
    }
    translated.add(check.subject)
    added.push(...changes)
    const virtual = checked.services.filter(hasAddress)
    const ports = virtual.flatMap(({ namespace, name, ports: all }) =>
      all
        .filter((port) => readsHttp(port) && check.filters(port, checked, '').length > 0)
        .map(({ port }) => `${namespace}/${name}:${port}`),
    )
    diagnostics.push(...check.written(ports.sort(), bypassesOf(checked, mesh)), ...clientsOfNodes(virtual, check.place.field('spec'), mesh))
  }
  return { added, diagnostics, translated }
}

function checkedBy<Subject>({ attachment }: NodeCheck<Subject>, mesh: Mesh): CheckedPods {
  const pods = mesh.workloads.filter((pod) => !pod.gateway && attachedTo(attachment, pod, mesh.settings))
  return { pods, services: [...new Set(pods.flatMap((pod) => servicesSelecting(mesh, pod)))] }
}

function configs<Subject>(check: NodeCheck<Subject>, checked: CheckedPods, names: RouteNames, mesh: Mesh): readonly Change[] {
  const { place, places = [place], why } = check
  const open = checked.services.filter((service) => hasAddress(service) && !check.isWritten(service, checked))
  return open.flatMap((service) =>
    service.ports.filter(readsHttp).flatMap((port): readonly Change[] => {
      if (check.filters(port, checked, '').length === 0) return []
      const routes = ownRoutes(service, port, place.field('spec'), mesh)
      const name = names.ofConfig(routes)
      const { asked, clusters } = check
      const filters = check.filters(port, checked, `${service.namespace}/${name}`)
      const counted = check.counted?.(port) ?? []
      const object = envoyConfig(routes, name, mesh, { filters, asked, clusters, counted })
      const said = places.map((one) => objectText(one.object)).join(' and ')
      const [verb, of] = [places.length > 1 ? 'have' : 'has', 'the sidecars of the pods do it']
      return [{ kind: 'add', object, causes: places, why: `${why} as ${said} ${verb} ${of}.` }]
    }),
  )
}
