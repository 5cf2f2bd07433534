import type { PathStep } from '../../diagnostics/place.ts'
import type { VirtualServiceSpec, VirtualServiceSpecHttp } from '../generated/types/istio/virtual-service.ts'
import { redirectRefusals } from './redirect.ts'
import type { Refusal } from './refusal.ts'

/** What the webhook refuses of a VirtualService beyond its schema (istio:pkg/config/validation/virtualservice.go and validation.go). */
export function virtualServiceRefusals(spec: VirtualServiceSpec): Refusal[] {
  const refusals = (spec.http ?? []).flatMap((rule, position) => httpRefusals(rule ?? {}, ['spec', 'http', position]))
  const gateways = spec.gateways ?? []
  if (gateways.length === 0 || gateways.includes('mesh')) {
    const position = (spec.hosts ?? []).indexOf('*')
    if (position >= 0)
      refusals.push({ path: ['spec', 'hosts', position], reason: 'cannot be `*` in a VirtualService that applies to the mesh gateway' })
  }
  if ([spec.http, spec.tls, spec.tcp].every((rules) => (rules ?? []).length === 0)) {
    refusals.push({ path: ['spec'], reason: 'must have at least one `http`, `tls` or `tcp` rule' })
  }
  return refusals
}

function httpRefusals(rule: VirtualServiceSpecHttp, path: readonly PathStep[]): Refusal[] {
  const refusals: Refusal[] = []
  const refuse = (field: string, reason: string): void => void refusals.push({ path: [...path, field], reason })
  const routes = rule.route ?? []
  if (rule.delegate !== undefined) {
    for (const field of ['route', 'redirect', 'directResponse'] as const)
      if (isSet(rule[field])) refuse(field, 'cannot be used together with `delegate`')
  } else if (rule.redirect !== undefined) {
    if (routes.length > 0) refuse('route', 'cannot be used together with `redirect`')
    refusals.push(...redirectRefusals(rule, [...path, 'redirect']))
    for (const field of ['directResponse', 'fault', 'rewrite'] as const)
      if (isSet(rule[field])) refuse(field, 'cannot be used together with `redirect`')
  } else if (rule.directResponse !== undefined) {
    if (routes.length > 0) refuse('route', 'cannot be used together with `directResponse`')
  } else if (routes.length === 0) {
    refusals.push({ path, reason: 'must have a `route`, a `redirect`, a `directResponse` or a `delegate`' })
  }
  if (isSet(rule.mirror) && isSet(rule.mirrors)) refuse('mirror', 'cannot be used together with `mirrors`')
  if (routes.length > 1 && routes.every(({ weight = 0 }) => weight === 0))
    refuse('route', 'has several destinations whose weights add up to 0')
  return refusals
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined
}
