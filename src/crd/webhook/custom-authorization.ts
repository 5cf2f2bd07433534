import type { AuthorizationPolicySpecRules } from '../generated/types/istio/authorization-policy.ts'
import type { Refusal } from './refusal.ts'

/*
 * A CUSTOM policy is evaluated before tokens are verified and takes nothing that depends on the peer's identity
 * (istio:pkg/config/validation/validation.go, the checks for AuthorizationPolicy_CUSTOM).
 */
const sourceFields = ['principals', 'namespaces', 'serviceAccounts', 'requestPrincipals', 'trustDomains'] as const
const conditionKeys = /^(request\.auth\.|source\.(namespace|principal|serviceAccount|trustDomain)$)/

/** What CUSTOM rules may not ask about. */
export function customRefusals(rules: readonly AuthorizationPolicySpecRules[]): Refusal[] {
  const refusals: Refusal[] = []
  for (const [position, rule] of rules.entries()) {
    for (const [index, { source = {} }] of (rule?.from ?? []).entries()) {
      for (const field of sourceFields) {
        for (const name of [field, `not${field.charAt(0).toUpperCase()}${field.slice(1)}` as const]) {
          if (Object.hasOwn(source, name)) refusals.push({ path: ['spec', 'rules', position, 'from', index, 'source', name], reason })
        }
      }
    }
    for (const [index, { key = '' }] of (rule?.when ?? []).entries()) {
      if (conditionKeys.test(key)) refusals.push({ path: ['spec', 'rules', position, 'when', index, 'key'], reason })
    }
  }
  return refusals
}

const reason = 'cannot be used with the action `CUSTOM`'
