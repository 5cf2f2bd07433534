import type { PathStep } from '../../diagnostics/place.ts'
import type { AuthorizationPolicySpec, AuthorizationPolicySpecRules } from '../generated/types/istio/authorization-policy.ts'
import { customRefusals } from './custom-authorization.ts'
import { pathTemplateRefusals } from './path-template.ts'
import type { Refusal } from './refusal.ts'

/** What the webhook refuses of an AuthorizationPolicy beyond its schema (istio:pkg/config/validation/validation.go ValidateAuthorizationPolicy). */
export function authorizationPolicyRefusals(spec: AuthorizationPolicySpec, annotations: Readonly<Record<string, string>>): Refusal[] {
  const rules = spec.rules ?? []
  const refusals = rules.flatMap((rule, position) => ruleRefusals(rule ?? {}, ['spec', 'rules', position]))
  if (rules.length === 0 && (spec.action === 'DENY' || spec.action === 'CUSTOM')) {
    refusals.push({ path: ['spec'], reason: `has the action \`${spec.action}\` but no rules, so it could never be enforced` })
  }
  if (spec.action === 'CUSTOM') {
    if ((spec.provider?.name ?? '') === '') refusals.push({ path: ['spec'], reason: 'has the action `CUSTOM` but names no provider' })
    refusals.push(...customRefusals(rules))
  } else if (spec.provider !== undefined) {
    refusals.push({ path: ['spec', 'provider'], reason: 'is only allowed with the action `CUSTOM`' })
  }
  return [...refusals, ...dryRunRefusals(spec, annotations)]
}

const dryRun = 'istio.io/dry-run'

function dryRunRefusals(spec: AuthorizationPolicySpec, annotations: Readonly<Record<string, string>>): Refusal[] {
  const value = annotations[dryRun]
  if (value === undefined) return []
  const path = ['metadata', 'annotations', dryRun]
  // What Go's strconv.ParseBool takes.
  if (!/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)) return [{ path, reason: `must be a boolean, not \`${value}\`` }]
  if (spec.action === 'CUSTOM' || spec.action === 'AUDIT') return [{ path, reason: `cannot be used with the action \`${spec.action}\`` }]
  return []
}

function ruleRefusals(rule: AuthorizationPolicySpecRules, path: readonly PathStep[]): Refusal[] {
  const refusals: Refusal[] = []
  for (const [name, inner] of [
    ['from', 'source'],
    ['to', 'operation'],
  ] as const) {
    const alternatives = rule[name] as readonly (Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | null)[] | undefined
    // An empty list is none: the webhook does not see it (measured: istiod 1.31-alpha, commit eed52ebb).
    if (alternatives === undefined) continue
    for (const [position, alternative] of alternatives.entries()) {
      const fields = alternative?.[inner]
      const at = [...path, name, position]
      if (fields === undefined || fields === null || Object.keys(fields).length === 0)
        refusals.push({ path: at, reason: `must have \`${inner}\` with at least one field` })
      else
        for (const [field, values] of Object.entries(fields)) {
          const place = [...at, inner, field]
          refusals.push(...valueRefusals(values, place))
          if (field === 'paths' || field === 'notPaths') refusals.push(...pathTemplateRefusals(values ?? [], place))
        }
    }
  }
  for (const [position, condition] of (rule.when ?? []).entries()) {
    const at = [...path, 'when', position]
    if ((condition.key ?? '') === '') refusals.push({ path: [...at, 'key'], reason: 'must not be empty' })
    if ((condition.values ?? []).length === 0 && (condition.notValues ?? []).length === 0)
      refusals.push({ path: at, reason: 'must have `values` or `notValues`' })
    for (const field of ['values', 'notValues'] as const) refusals.push(...emptyTexts(condition[field] ?? [], [...at, field]))
  }
  return refusals
}

function valueRefusals(values: unknown, path: readonly PathStep[]): Refusal[] {
  if (!Array.isArray(values)) return []
  return values.length === 0 ? [{ path, reason: 'must not be empty' }] : emptyTexts(values, path)
}

function emptyTexts(values: readonly unknown[], path: readonly PathStep[]): Refusal[] {
  return values.flatMap((value, position) => (value === '' ? [{ path: [...path, position], reason: 'must not be empty' }] : []))
}
