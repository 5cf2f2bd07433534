import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { Attachment, AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { rulePredicate } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { atomsOf, type IdentityMatch } from '../../../src/model/predicate.ts'
import { mayBe } from '../../../src/model/unread.ts'
import { decidedBy } from '../../../src/model/unread-reach.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { attachedTo } from '../../../src/resolve/attachment.ts'
import { isForGateways } from '../../../src/resolve/gateway-pods.ts'
import { matchesGlob, matchesIdentity } from '../../../src/resolve/text.ts'
import { everywhere, type Standing } from './standing.ts'

/** Policies that sidecars go on to enforce. `stays` is false for an object that the output removes. */
export function standingPolicies(mesh: Mesh, { assume }: EmitOptions, stays: (place: Place) => boolean): Standing[] {
  const authorization = mesh.authorization.filter(({ effect, dryRun, place }) => effect !== 'audit' && !dryRun && stays(place))
  const strict = mesh.peerAuthentication.filter(
    ({ mode, ports, place }) => (mode === 'strict' || ports.some((port) => port.mode === 'strict')) && stays(place),
  )
  const extensions = assume.includes('extensions-reviewed')
    ? []
    : mesh.extensions.filter(
        ({ mayDecideAccess, contexts, place }) => mayDecideAccess && contexts.some((context) => context !== 'gateway') && stays(place),
      )
  return [
    ...[...authorization, ...mesh.requestAuthentication.filter(({ place }) => stays(place)), ...extensions].map((one) =>
      standingWhereAttached(one, mesh),
    ),
    // A client without a certificate is refused there, whatever policies say.
    ...strict.map(({ place }): Standing => ({ what: objectText(place.object), place, ...everywhere })),
    ...authorization.flatMap((policy) => askingForClients(policy, mesh)),
    ...(assume.includes('unread-reviewed') ? [] : unread(mesh)),
  ]
}

/** What is attached to pods that keep their sidecars for it. */
export function standingWhereAttached(
  { attachment, place }: { readonly attachment: Attachment; readonly place: Place },
  mesh: Mesh,
): Standing {
  return {
    what: objectText(place.object),
    place,
    attachment,
    holds: (pods) => attachedTo(attachment, pods, mesh.settings),
    holdsIn: (namespace) =>
      attachment.scope !== 'targets' &&
      !isForGateways(attachment, mesh) &&
      (attachment.scope === 'mesh' || (attachment.namespace ?? namespace) === namespace),
  }
}

/**
 * Clients that a policy names by identity keep their sidecar, which gives them one: without it a denial of `principals` no longer matches them, and
 * they would be let in. The other clients match no identity now, and none afterwards.
 */
function askingForClients(policy: AuthorizationPolicy, { settings }: Mesh): Standing[] {
  const matches = policy.rules.flatMap((rule) =>
    [...atomsOf(rulePredicate(rule))].flatMap((atom) => (atom.kind === 'identity' ? [atom.match] : [])),
  )
  if (matches.length === 0) return []
  const identityOf = ({ namespace, serviceAccount }: Workload) => `${settings.trustDomain}/ns/${namespace}/sa/${serviceAccount}`
  return [
    {
      what: objectText(policy.place.object),
      place: policy.place,
      holds: (pods) => matches.some((match) => matchesIdentity(match, identityOf(pods)) !== false),
      holdsIn: (namespace) => matches.some((match) => mayMatchIn(match, namespace)),
    },
  ]
}

/** Whether some service account of a namespace may match. */
function mayMatchIn(match: IdentityMatch, namespace: string): boolean {
  if ('pattern' in match && match.pattern !== undefined) return true
  switch (match.by) {
    case 'namespace':
      return matchesGlob(match.glob, namespace)
    case 'service-account':
      return match.namespace === namespace
    case 'any':
    case 'principal':
    case 'trust-domain':
      return true
  }
}

function unread(mesh: Mesh): Standing[] {
  return mesh.unread.flatMap((one): Standing[] => {
    const decided = decidedBy(one, mesh)
    const { what, place } = one
    const about = { what, ...(place === undefined ? {} : { place }) }
    if (decided === 'mesh') return [{ ...about, ...everywhere }]
    // Such a policy may name clients of any namespace, and a client without a certificate is no longer denied by its name.
    const asksClients = ['AuthorizationPolicy', 'PeerAuthentication'].some((kind) => mayBe(one.reach, kind))
    if (asksClients && decided.length > 0) return [{ ...about, ...everywhere }]
    const isThere = (namespace: string) => decided.includes(namespace)
    return decided.length === 0 ? [] : [{ ...about, holds: ({ namespace }) => isThere(namespace), holdsIn: isThere }]
  })
}
