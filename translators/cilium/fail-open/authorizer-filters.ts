import type { AuthorizerCheck } from '../../../src/model/authorizer-check.ts'
import type { NodeAuthorizer } from '../../../src/model/node-routes.ts'
import type { ExternalAuthorizer } from '../../../src/model/settings.ts'
import type { EnvoyFields } from './node-check.ts'
import { envoyPermission } from './permission.ts'

/** An authorizer of which all is known that is asked of it. */
export type KnownAuthorizer = ExternalAuthorizer & { readonly check: AuthorizerCheck }

/** Requests that an authorizer is asked about, by the rules of policies that name it. */
export interface AskedRequests {
  readonly authorizer: KnownAuthorizer
  readonly rules: readonly (NodeAuthorizer['rules'][number] & { readonly name: string })[]
}

const rbac = 'envoy.filters.http.rbac'
const prefix = 'istio_ext_authz_'

/**
 * The two filters that istiod writes for a CUSTOM policy: one that only notes which rule matches, and one that asks the authorizer about requests with such a note
 * (istio:pilot/pkg/security/authz/builder/builder.go buildHTTP). `cluster` is the authorizer's Service, `host` its name, `port` the one that pods are reached at.
 */
export function envoyAuthorizerFilters(
  { authorizer, rules }: AskedRequests,
  { cluster, host, port }: { readonly cluster: string; readonly host: string; readonly port: number },
): readonly EnvoyFields[] {
  const named = `istio-ext-authz-${authorizer.name}-`
  const policies = rules.map(({ name, matches }) => [
    `${named}${name}`,
    { permissions: [envoyPermission(matches, port)], principals: [{ any: true }] },
  ])
  return [
    {
      name: rbac,
      typedConfig: {
        '@type': 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC',
        shadowRules: { action: 'DENY', policies: Object.fromEntries(policies) },
        shadowRulesStatPrefix: prefix,
      },
    },
    {
      name: 'envoy.filters.http.ext_authz',
      typedConfig: {
        '@type': 'type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz',
        transportApiVersion: 'V3',
        failureModeAllow: authorizer.failOpen,
        ...askedOf(authorizer, cluster, host),
        ...whenFailing(authorizer.check),
        filterEnabledMetadata: {
          filter: rbac,
          path: [{ key: `${prefix}shadow_effective_policy_id` }],
          value: { stringMatch: { prefix: named } },
        },
      },
    },
  ]
}

function whenFailing({ statusOnError, body }: AuthorizerCheck): EnvoyFields {
  return {
    ...(statusOnError === undefined ? {} : { statusOnError: { code: statusOnError } }),
    ...(body === undefined
      ? {}
      : { withRequestBody: { maxRequestBytes: body.maxBytes, allowPartialMessage: body.allowPartial, packAsBytes: body.asBytes } }),
  }
}

function askedOf({ protocol, check }: KnownAuthorizer, cluster: string, host: string): EnvoyFields {
  const timeout = `${check.timeoutMs / 1000}s`
  if (protocol === 'grpc') return { grpcService: { envoyGrpc: { clusterName: cluster, authority: host }, timeout } }
  const answers: EnvoyFields = {
    ...listed('allowedUpstreamHeaders', check.toUpstream),
    ...listed('allowedClientHeaders', check.toClientOnDeny),
    ...listed('allowedClientHeadersOnSuccess', check.toClientOnAllow),
  }
  const added = check.addedHeaders.map(({ name, value }) => ({ key: name, value }))
  return {
    httpService: {
      serverUri: { uri: `http://${host}`, cluster, timeout },
      ...(check.pathPrefix === undefined ? {} : { pathPrefix: check.pathPrefix }),
      ...(added.length === 0 ? {} : { authorizationRequest: { headersToAdd: added } }),
      ...(Object.keys(answers).length === 0 ? {} : { authorizationResponse: answers }),
    },
    ...listed('allowedHeaders', check.requestHeaders),
  }
}

function listed(field: string, names: readonly string[]): EnvoyFields {
  return names.length === 0 ? {} : { [field]: { patterns: names.map((name) => ({ ...starred(name), ignoreCase: true })) } }
}

function starred(name: string): EnvoyFields {
  if (name.startsWith('*')) return { suffix: name.slice(1) }
  return name.endsWith('*') ? { prefix: name.slice(0, -1) } : { exact: name }
}
