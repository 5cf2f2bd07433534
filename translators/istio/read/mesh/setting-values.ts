import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'

// MeshConfig has no CRD schema, so its values arrive unchecked. What does not fit is reported and left at its default.

export function textAt(value: unknown, at: Place, context: ReadContext): string | undefined {
  if (typeof value === 'string') return value
  return invalid(value, 'text', at, context)
}

export function textsAt(value: unknown, at: Place, context: ReadContext): readonly string[] | undefined {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  return invalid(value, 'a list of texts', at, context)
}

/** A trust domain: labels of DNS, the last of which may be empty (istio:pkg/config/validation/agent/validation.go ValidateTrustDomain). */
export function trustDomainAt(value: unknown, at: Place, context: ReadContext): string | undefined {
  return typeof value === 'string' && trustDomain.test(value) ? value : invalid(value, 'a DNS name', at, context)
}

export function trustDomainsAt(value: unknown, at: Place, context: ReadContext): readonly string[] | undefined {
  const names = textsAt(value, at, context)?.map((name, index) => trustDomainAt(name, at.index(index), context))
  return names?.every((name) => name !== undefined) === true ? names : undefined
}

const label = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?'
const trustDomain = new RegExp(`^${label}(\\.${label})*\\.?$`)

export function booleanAt(value: unknown, at: Place, context: ReadContext): boolean | undefined {
  if (typeof value === 'boolean') return value
  return invalid(value, 'true or false', at, context)
}

export function numberAt(value: unknown, at: Place, context: ReadContext): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number)) return number
  return invalid(value, 'a whole number', at, context)
}

/** Looks an enum name up. */
export function nameAt<T>(value: unknown, names: Readonly<Record<string, T>>, at: Place, context: ReadContext): T | undefined {
  if (typeof value === 'string' && Object.hasOwn(names, value)) return names[value]
  return invalid(value, `one of ${Object.keys(names).join(', ')}`, at, context)
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(value: unknown, wanted: string, at: Place, context: ReadContext): undefined {
  context.diagnostics.push(diagnose(catalogue.meshSettingInvalid, at, { value: shown(value), wanted }))
  return undefined
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
