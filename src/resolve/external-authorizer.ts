import type { AuthorizationPolicy } from '../model/authorization.ts'
import type { ExternalAuthorizer, MeshSettings } from '../model/settings.ts'
import { perMesh } from './host-index.ts'

/** Whether any policy asks an external authorizer (action CUSTOM). */
export const asksExternally = perMesh(({ authorization }) => authorization.some(({ effect, dryRun }) => effect === 'external' && !dryRun))

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
  if (typeof authorizer === 'string') return `${provider}`
  const { protocol, service, port, failOpen, asking } = authorizer
  return `${provider} (${protocol}, ${service}:${port}${failOpen ? ', fails open' : ''}${asking === undefined ? '' : `, ${asking}`})`
}
