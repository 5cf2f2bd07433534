import type { TokenIssuer } from '../../../src/model/authentication.ts'
import { keyUri, wholeName } from '../../../src/model/key-uri.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import { clusterName } from '../routes/envoy/cluster.ts'
import type { NamedBackend } from '../routes/port-routes.ts'

/** Where the keys of an issuer are: behind a Service of the input, or at a host outside of the cluster that shows a certificate. */
export type KeySource =
  | { readonly kind: 'service'; readonly uri: string; readonly service: Service; readonly port: ServicePort }
  | { readonly kind: 'outside'; readonly uri: string; readonly host: string; readonly port: number }

/** Where a `jwksUri` leads, or why the proxies of nodes cannot follow it as istiod does. */
export function keySource(uri: string, mesh: Mesh): KeySource | string {
  const parts = keyUri(uri)
  if (parts === undefined) return `\`${uri}\` is not the address of a name alone`
  const { scheme, host, port } = parts
  const whole = wholeName(host, mesh.settings.clusterDomain)
  const within = whole === undefined ? undefined : serviceOfHost(mesh, whole, '')
  if (scheme === 'https') {
    const isPrivate =
      within !== undefined || !host.includes('.') || host.endsWith('.svc') || host.endsWith(`.${mesh.settings.clusterDomain}`)
    if (isPrivate) return `\`${uri}\` is HTTPS within the cluster, whose certificates nodes do not know`
    return /^[\d.]+$/.test(host) ? `\`${uri}\` is an address without a name` : { kind: 'outside', uri, host, port }
  }
  const own = within?.ports.find((one) => one.port === port && one.transport === 'TCP' && one.protocol === 'http')
  if (within === undefined || own === undefined)
    return `\`${uri}\` is neither HTTPS nor a port of a Service of the input that declares HTTP`
  if (within.headless || within.selector === undefined || within.externalName !== undefined)
    return `\`${uri}\` is not a Service with pods and an address of its own`
  return { kind: 'service', uri, service: within, port: own }
}

/** Keys that are fetched have a URI. */
export function urisOf(issuers: readonly TokenIssuer[]): readonly string[] {
  return [...new Set(issuers.flatMap(({ keys }) => (keys.kind === 'uri' ? [keys.uri] : [])))]
}

/** The cluster of a source, without the name of its config. */
export function keyCluster(source: KeySource): string {
  return source.kind === 'service' ? clusterName(keyBackend(source)) : `keys:${source.host}:${source.port}`
}

export function keyBackend({ service, port }: Extract<KeySource, { kind: 'service' }>): NamedBackend {
  return { name: service.name, namespace: service.namespace, port: port.port, destination: { service, port } }
}
