import { compareText } from '../diagnostics/place.ts'
import { namedNamespace } from './identity-names.ts'
import type { Mesh } from './mesh.ts'
import { atomsOf } from './predicate.ts'

/** What a mesh has beyond any doubt and the input does not, such as in a folder with the manifests of one team. */
export interface InputGaps {
  /** True without a ConfigMap `istio` or anything else that gives mesh configuration: each setting is taken to be at its default. */
  readonly meshConfiguration: boolean
  /** The root namespace, where the input has nothing of it: neither its Namespace nor any object in it beside the mesh configuration. */
  readonly rootNamespace?: string
  /** Namespaces that policies, routes and DestinationRules name and of which the input has nothing. Sorted. */
  readonly namespaces: readonly string[]
}

/** What an input lacks; undefined for one that has it all. An object that was not read counts as one that is there. */
export function inputGaps(mesh: Mesh): InputGaps | undefined {
  const { rootNamespace, given } = mesh.settings
  const meshConfiguration = given !== true
  const shown = showsRoot(mesh)
  const known = new Set([rootNamespace, ...mesh.namespaces.map(({ name }) => name)])
  const namespaces = [...namedNamespaces(mesh)].filter((name) => !known.has(name) && namespaceName.test(name)).sort(compareText)
  if (!meshConfiguration && shown && namespaces.length === 0) return undefined
  return { meshConfiguration, ...(shown ? {} : { rootNamespace }), namespaces }
}

/** What can be the name of a namespace: others do not exist. */
const namespaceName = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/

/** Completes "the input lacks …". */
export function missingText({ meshConfiguration, rootNamespace, namespaces }: InputGaps): string {
  const missing = [
    ...(meshConfiguration ? ['mesh configuration'] : []),
    ...(rootNamespace === undefined ? [] : [`policies of the root namespace \`${rootNamespace}\``]),
    ...(namespaces.length === 0
      ? []
      : [
          `${namespaces.map((name) => `\`${name}\``).join(', ')}, ${namespaces.length === 1 ? 'a namespace' : 'namespaces'} that policies or routes name`,
        ]),
  ]
  return missing.join('; ')
}

function showsRoot({ settings, namespaces, ...lists }: Mesh): boolean {
  const { rootNamespace: root } = settings
  if (namespaces.some(({ name, place }) => name === root && place !== undefined)) return true
  const { unread, ...read } = lists
  const objects: readonly (readonly { readonly namespace?: string }[])[] = Object.values(read)
  return (
    objects.some((list) => list.some(({ namespace }) => namespace === root)) ||
    unread.some(({ reach }) => reach.namespaces !== 'any' && reach.namespaces.includes(root))
  )
}

/** Namespaces of clients that policies ask for, and of the Services that routes and DestinationRules name in full. */
function namedNamespaces(mesh: Mesh): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { rules } of mesh.authorization)
    for (const { clauses } of rules)
      for (const { alternatives } of clauses)
        for (const part of alternatives)
          for (const atom of atomsOf(part)) {
            const name = atom.kind === 'identity' ? namedNamespace(atom.match) : undefined
            if (name !== undefined) names.add(name)
          }
  const suffix = `.svc.${mesh.settings.clusterDomain}`
  const addHost = (host: string): void => {
    const [, namespace, more] = host.endsWith(suffix) ? host.slice(0, -suffix.length).split('.') : []
    if (namespace !== undefined && namespace !== '' && more === undefined) names.add(namespace)
  }
  for (const { hosts, http, tls, tcp } of mesh.routes) {
    for (const { host } of hosts) addHost(host)
    for (const { action } of http) for (const { host } of [...action.backends, ...action.mirrors]) addHost(host)
    for (const { backends } of [...tls, ...tcp]) for (const { host } of backends) addHost(host)
  }
  for (const { host } of mesh.backendPolicies) addHost(host)
  return names
}
