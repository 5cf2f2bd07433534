import { type Mesh, resolveHost } from '../../model/mesh.ts'
import type { ExternalHost, Service } from '../../model/service.ts'
import { policiesCovering } from '../backend-policies.ts'
import { flattenDelegates } from '../delegates.ts'
import { perMesh } from '../host-index.ts'
import { endOfHost, isAlias, ownersOfHost, servicesForHost } from '../hosts.ts'
import { sidecarsText } from './sidecar-scope.ts'
import { exportsOf } from './table-hosts.ts'
import { tablesFor } from './tables-by-host.ts'

/**
 * What tells apart the clients of a Service or ServiceEntry by their namespace: whether something about the destination names it, which is what declares
 * a host, a table of routes, a DestinationRule, or the `exportTo` of one, for the hosts of the destination and for those that its routes lead to. All other
 * namespaces differ in their Sidecars only. Where 500 namespaces may call 500 Services, a few of them are asked for each.
 * The text is the same for namespaces whose sidecars follow the same routes and rules to the destination; their own Sidecars, which say one by one
 * the same, stand at other places.
 */
export function callerKinds(mesh: Mesh, target: Service | ExternalHost): (namespace: string) => string {
  return callersOf(mesh, target).kindOf
}

/** Namespaces that are clients of one kind. */
export interface CallersAlike {
  readonly first: string
  all(): readonly string[]
}

/**
 * Some namespaces by their kinds as clients of a Service or ServiceEntry: of 500 that differ in nothing one is asked, and the others are listed only where
 * its answer is about all. The same list is sorted out once for all destinations.
 */
export function callersAlike(mesh: Mesh, target: Service | ExternalHost, namespaces: readonly string[]): readonly CallersAlike[] {
  const { named } = callersOf(mesh, target)
  const groups = alikeIn(mesh, namespaces)
  const alone = [...named].filter((name) => groups.has(name)).map((name): CallersAlike => ({ first: name, all: () => [name] }))
  const others = groups.lists.flatMap((list): CallersAlike[] => {
    const first = list.find((name) => !named.has(name))
    return first === undefined ? [] : [{ first, all: () => list.filter((name) => !named.has(name)) }]
  })
  return [...alone, ...others]
}

interface Callers {
  /** Namespaces that something about the destination names. */
  readonly named: ReadonlySet<string>
  kindOf(namespace: string): string
}

function callersOf(mesh: Mesh, target: Service | ExternalHost): Callers {
  const known = byTarget(mesh).get(target)
  if (known !== undefined) return known
  const named = namedBy(mesh, target)
  const { byName, bySidecars } = kindsIn(mesh)
  const made: Callers = { named, kindOf: (namespace) => (named.has(namespace) ? byName(namespace) : bySidecars(namespace)) }
  byTarget(mesh).set(target, made)
  return made
}

interface NamespaceGroups {
  /** Those whose Sidecars say the same, together. */
  readonly lists: readonly (readonly string[])[]
  has(namespace: string): boolean
}

const groupsByList = perMesh(() => new WeakMap<readonly string[], NamespaceGroups>())

function alikeIn(mesh: Mesh, namespaces: readonly string[]): NamespaceGroups {
  const known = groupsByList(mesh).get(namespaces)
  if (known !== undefined) return known
  const byText = new Map<string, string[]>()
  for (const name of namespaces) {
    const text = sidecarsText(mesh, name)
    const list = byText.get(text)
    if (list === undefined) byText.set(text, [name])
    else list.push(name)
  }
  const names = new Set(namespaces)
  const groups: NamespaceGroups = { lists: [...byText.values()], has: (name) => names.has(name) }
  groupsByList(mesh).set(namespaces, groups)
  return groups
}

/**
 * Asks about clients of a Service once for each kind of them. Only for what is the same for namespaces of one kind: an answer that names no Sidecar.
 */
export function perCallerKind<T>(
  ask: (mesh: Mesh, namespace: string, service: Service) => T,
): (mesh: Mesh, namespace: string, service: Service) => T {
  const known = perMesh(() => new Map<Service, Map<string, T>>())
  return (mesh, namespace, service) => {
    const answers = known(mesh).get(service) ?? new Map<string, T>()
    known(mesh).set(service, answers)
    const kind = callerKinds(mesh, service)(namespace)
    if (!answers.has(kind)) answers.set(kind, ask(mesh, namespace, service))
    return answers.get(kind) as T
  }
}

const byTarget = perMesh(() => new Map<Service | ExternalHost, Callers>())

/** The kinds of a mesh, whatever is called. Each is one and the same text, because every pair of a namespace and a destination asks for one. */
const kindsIn = perMesh((mesh) => {
  const names = new Map<string, string>()
  const sidecars = new Map<string, string>()
  return {
    byName: (namespace: string): string => madeOnce(names, namespace, (name) => `namespace ${name}`),
    bySidecars: (namespace: string): string => madeOnce(sidecars, sidecarsText(mesh, namespace), (text) => `Sidecars ${text}`),
  }
})

function madeOnce(known: Map<string, string>, of: string, make: (of: string) => string): string {
  const text = known.get(of) ?? make(of)
  known.set(of, text)
  return text
}

function namedBy(mesh: Mesh, target: Service | ExternalHost): ReadonlySet<string> {
  const { settings } = mesh
  const { routes, services, backendPolicies } = settings.defaultExportTo
  const named = new Set([target.namespace, settings.rootNamespace, ...routes, ...services, ...backendPolicies])
  const hosts = new Set('resolution' in target ? target.hosts : [target.host])
  // The set grows while it is walked: a route leads to hosts, and a name to what it is another name of.
  for (const host of hosts) {
    for (const owner of [...ownersOfHost(mesh, host), ...servicesForHost(mesh, host, '')]) {
      for (const name of [owner.namespace, ...(owner.exportTo ?? [])]) named.add(name)
      for (const one of 'resolution' in owner ? owner.hosts : [owner.host]) hosts.add(one)
      if (isAlias(owner)) hosts.add(owner.externalName)
    }
    const end = endOfHost(mesh, host)
    if (end !== undefined) hosts.add(end)
    for (const { namespace, exportTo = [] } of policiesCovering(mesh, host)) for (const name of [namespace, ...exportTo]) named.add(name)
    for (const table of tablesFor(mesh, [host])) {
      for (const name of [table.namespace, ...exportsOf(mesh, table)]) named.add(name)
      for (const { action } of flattenDelegates(table, mesh).table.http)
        for (const backend of action.backends) hosts.add(resolveHost(backend.host, table.namespace, settings.clusterDomain))
    }
  }
  return named
}
