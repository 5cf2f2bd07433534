import type { AuthorizationPolicy } from '../model/authorization.ts'
import { type AuthorizerCheck, plainCheck } from '../model/authorizer-check.ts'
import { canonical } from '../model/canonical.ts'
import type { ExternalAuthorizer, MeshSettings } from '../model/settings.ts'
import { perMesh } from './host-index.ts'

/** Whether any policy (action CUSTOM) or proxy of a node asks an external authorizer. */
export const asksExternally = perMesh(
  ({ authorization, nodeRoutes }) =>
    authorization.some(({ effect, dryRun }) => effect === 'external' && !dryRun) ||
    nodeRoutes.some(({ authorizers = [] }) => authorizers.length > 0),
)

/**
 * The authorizer that a CUSTOM policy names: `none` when the mesh configuration is there and has no such provider, `unknown` when the
 * input has no mesh configuration that could tell.
 */
export function authorizerOf(
  policy: Pick<AuthorizationPolicy, 'provider'>,
  settings: MeshSettings,
): ExternalAuthorizer | 'none' | 'unknown' {
  const found = settings.externalAuthorizers.find((authorizer) => authorizer.name === policy.provider)
  if (found !== undefined) return found
  // Networks may stand in values of another file than the configuration.
  const isNamed = settings.unmodelled.some(({ path }) => !path.includes('meshNetworks'))
  const isGiven = settings.given === true || Object.keys(settings.places).length > 0 || isNamed
  return isGiven ? 'none' : 'unknown'
}

/** Names an authorizer by what the mesh configuration says of it: two that differ in any of it may answer differently. */
export function authorizerKey(provider: string | undefined, settings: MeshSettings): string {
  const authorizer = authorizerOf(provider === undefined ? {} : { provider }, settings)
  return typeof authorizer === 'string' ? `${provider}` : keyOfAuthorizer(authorizer)
}

/** The same for one that is known, wherever it is said: a listener at a node and the mesh configuration may say the same. */
export function keyOfAuthorizer({ name, protocol, service, port, failOpen, asking, check }: ExternalAuthorizer): string {
  const said = check === undefined ? asking : besidePlain(check)
  const host = /^([^/]+)\/([^.]+\.\1\.svc\..+)$/.exec(service)?.[2] ?? service
  return `${name} (${protocol}, ${host}:${port}${failOpen ? ', fails open' : ''}${said === undefined ? '' : `, ${said}`})`
}

/** What is said beside what holds anyway. */
function besidePlain(check: AuthorizerCheck): string | undefined {
  const plain = new Map<string, unknown>(Object.entries(plainCheck))
  const said = Object.entries(check).filter(([name, value]) => canonical(value) !== canonical(plain.get(name)))
  return said.length === 0 ? undefined : canonical(Object.fromEntries(said))
}
