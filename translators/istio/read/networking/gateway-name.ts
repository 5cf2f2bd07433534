/**
 * A gateway as a VirtualService names it, as `namespace/name`; `mesh` stays `mesh`. Short names and `./name` are in the VirtualService's
 * own namespace, and `name.namespace.svc.…` is an old form (istio:pilot/pkg/model/virtualservice.go resolveGatewayName).
 */
export function resolveGatewayName(written: string, namespace: string): string {
  if (written === 'mesh') return written
  const slash = written.indexOf('/')
  if (slash !== -1) return written.slice(0, slash) === '.' ? `${namespace}/${written.slice(slash + 1)}` : written
  const [name = '', owner] = written.split('.')
  return `${owner ?? namespace}/${name}`
}
