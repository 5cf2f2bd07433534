import type { Mesh } from '../../model/mesh.ts'
import { isRegistryHost } from '../hosts.ts'

/** The name in an authority: without its port, in lower case, as proxies compare hosts. */
export function nameIn(authority: string): string {
  return authority.replace(/:\d+$/, '').toLowerCase()
}

/** Proxies also know Services by their own virtual IP. */
export function isAddress(name: string): boolean {
  return address.test(name)
}

const address = /^(?:[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+|\[[0-9a-fA-F:.]*\])$/

/**
 * The host that a name means to the sidecar of a client in a namespace, of those that the mesh declares: sidecars know Services by each of
 * their DNS names (istio:pilot/pkg/networking/core/httproute.go generateVirtualHostDomains).
 */
export function hostNamed(mesh: Mesh, name: string, namespace: string | undefined): string | undefined {
  return fullNames(mesh, name, namespace).find((host) => isRegistryHost(mesh, host))
}

function fullNames({ settings }: Mesh, name: string, namespace: string | undefined): readonly string[] {
  const full = `svc.${settings.clusterDomain}`
  if (!name.includes('.')) return namespace === undefined ? [] : [`${name}.${namespace}.${full}`]
  return [name, `${name}.${full}`, ...(name.endsWith('.svc') ? [`${name}.${settings.clusterDomain}`] : [])]
}

/** The names by which a host is known to clients in a namespace, in lower case; proxies compare them without case, and any port may follow. */
export function knownNamesOf(mesh: Mesh, host: string, namespace: string): readonly string[] {
  const tail = `.${mesh.settings.clusterDomain}`
  const service = host.endsWith(`.svc${tail}`) ? host.slice(0, -tail.length) : undefined
  const short = service?.slice(0, -'.svc'.length)
  const bare = short?.endsWith(`.${namespace}`) === true ? short.slice(0, -namespace.length - 1) : undefined
  const names = [host, service, short, bare].filter((name): name is string => name !== undefined)
  return names.filter((name) => (hostNamed(mesh, name, namespace) ?? host) === host).map((name) => name.toLowerCase())
}
