import type { AuthorizationPolicySpecRulesFromSource } from '../../../../src/crd/generated/types/istio/authorization-policy.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { all, type Predicate } from '../../../../src/model/predicate.ts'
import type { RuleContext } from './rule-context.ts'
import * as values from './source-values.ts'
import { anyOfValues, noneOfValues, type ValueReader } from './value-list.ts'

type Source = AuthorizationPolicySpecRulesFromSource
type Conditions = { readonly [K in keyof Source]-?: Predicate | undefined }

const positive =
  <K extends keyof Source>(name: K, read: ValueReader) =>
  (list: readonly string[], at: Place, context: RuleContext): Partial<Conditions> =>
    ({ [name]: anyOfValues(list, at, context, read) }) as Partial<Conditions>

const negative =
  <K extends keyof Source>(name: K, read: ValueReader) =>
  (list: readonly string[], at: Place, context: RuleContext): Partial<Conditions> =>
    ({ [name]: noneOfValues(list, at, context, read) }) as Partial<Conditions>

const fields: FieldMap<Source, Conditions, RuleContext> = {
  principals: positive('principals', values.readPrincipal),
  notPrincipals: negative('notPrincipals', values.readPrincipal),
  namespaces: positive('namespaces', values.readNamespace),
  notNamespaces: negative('notNamespaces', values.readNamespace),
  serviceAccounts: positive('serviceAccounts', values.readServiceAccount),
  notServiceAccounts: negative('notServiceAccounts', values.readServiceAccount),
  trustDomains: positive('trustDomains', values.readTrustDomain),
  notTrustDomains: negative('notTrustDomains', values.readTrustDomain),
  requestPrincipals: positive('requestPrincipals', values.readRequestPrincipal),
  notRequestPrincipals: negative('notRequestPrincipals', values.readRequestPrincipal),
  ipBlocks: positive('ipBlocks', values.readPeerAddress),
  notIpBlocks: negative('notIpBlocks', values.readPeerAddress),
  remoteIpBlocks: positive('remoteIpBlocks', values.readClientAddress),
  notRemoteIpBlocks: negative('notRemoteIpBlocks', values.readClientAddress),
}

/** One source: every field must hold. A source without fields is everybody. */
export function readSource(source: Source, at: Place, context: RuleContext): Predicate {
  return all(Object.values(readFields(fields, source, at, context)).filter((condition) => condition !== undefined))
}
