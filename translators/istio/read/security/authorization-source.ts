import type { AuthorizationPolicySpecRulesFromSource } from '../../../../src/crd/generated/types/istio/authorization-policy.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { all, type Predicate } from '../../../../src/model/predicate.ts'
import type { RuleContext } from './rule-context.ts'
import * as values from './source-values.ts'
import { anyOf, noneOf, type ValueReader } from './value-list.ts'

type Source = AuthorizationPolicySpecRulesFromSource
type Conditions = { readonly [K in keyof Source]-?: Predicate | undefined }

const positive =
  <K extends keyof Source>(name: K, read: ValueReader) =>
  (list: readonly string[], at: Place, context: RuleContext): Partial<Conditions> =>
    ({ [name]: anyOf(list, at, context, read) }) as Partial<Conditions>

const negative =
  <K extends keyof Source>(name: K, read: ValueReader) =>
  (list: readonly string[], at: Place, context: RuleContext): Partial<Conditions> =>
    ({ [name]: noneOf(list, at, context, read) }) as Partial<Conditions>

const fields: FieldMap<Source, Conditions, RuleContext> = {
  principals: positive('principals', values.principal),
  notPrincipals: negative('notPrincipals', values.principal),
  namespaces: positive('namespaces', values.namespace),
  notNamespaces: negative('notNamespaces', values.namespace),
  serviceAccounts: positive('serviceAccounts', values.serviceAccount),
  notServiceAccounts: negative('notServiceAccounts', values.serviceAccount),
  trustDomains: positive('trustDomains', values.trustDomain),
  notTrustDomains: negative('notTrustDomains', values.trustDomain),
  requestPrincipals: positive('requestPrincipals', values.requestPrincipal),
  notRequestPrincipals: negative('notRequestPrincipals', values.requestPrincipal),
  ipBlocks: positive('ipBlocks', values.peerAddress),
  notIpBlocks: negative('notIpBlocks', values.peerAddress),
  remoteIpBlocks: positive('remoteIpBlocks', values.clientAddress),
  notRemoteIpBlocks: negative('notRemoteIpBlocks', values.clientAddress),
}

/** One source: every field must hold. A source without fields is everybody. */
export function readSource(source: Source, at: Place, context: RuleContext): Predicate {
  return all(Object.values(readFields(fields, source, at, context)).filter((condition) => condition !== undefined))
}
