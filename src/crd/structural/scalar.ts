import { parseIpRange } from '../../algebra/ip-range.ts'
import type { Schema } from '../schema.ts'
import { fitsNameFormat } from './name-formats.ts'

/** Why a value that is neither an object nor a list breaks the node's own demands; undefined when it does not. */
export function scalarFault(schema: Schema, value: unknown): string | undefined {
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return `must be one of ${schema.enum.map((choice) => `\`${String(choice)}\``).join(', ')}, not \`${shown(value)}\``
  }
  if (typeof value === 'string') return textFault(schema, value)
  if (typeof value === 'number') return numberFault(schema, value)
  return undefined
}

/** Why a value is not of the node's type; undefined when it is. */
export function typeFault(schema: Schema, value: unknown): string | undefined {
  if (schema.intOrString)
    return typeof value === 'string' || Number.isInteger(value) ? undefined : `must be a number or a string, not ${typeName(value)}`
  switch (schema.type) {
    case undefined:
      return undefined
    case 'integer':
      return Number.isInteger(value) ? undefined : `must be an integer, not ${typeName(value)}`
    case 'array':
      return Array.isArray(value) ? undefined : `must be a list, not ${typeName(value)}`
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : `must be a map, not ${typeName(value)}`
    default:
      return typeof value === schema.type ? undefined : `must be a ${schema.type}, not ${typeName(value)}`
  }
}

function textFault(schema: Schema, value: string): string | undefined {
  const { minLength, maxLength } = schema
  if (minLength !== undefined && value.length < minLength)
    return minLength === 1 ? 'must not be empty' : `must have at least ${minLength} characters`
  // Characters are code points; a text of few code units cannot have more of them.
  if (maxLength !== undefined && value.length > maxLength && [...value].length > maxLength)
    return `must have at most ${maxLength} characters`
  if (schema.matchesPattern?.(value) === false) return `must match \`${schema.pattern}\`, which \`${shown(value)}\` does not`
  if (schema.format !== undefined && !fitsFormat(schema.format, value))
    return `must be a valid ${schema.format}, which \`${shown(value)}\` is not`
  return undefined
}

function numberFault(schema: Schema, value: number): string | undefined {
  if (schema.minimum !== undefined && value < schema.minimum) return `must be at least ${schema.minimum}, not ${value}`
  if (schema.maximum !== undefined && value > schema.maximum) return `must be at most ${schema.maximum}, not ${value}`
  if (schema.format === 'int32' && (value < -(2 ** 31) || value >= 2 ** 31)) return `must fit 32 bits, which ${value} does not`
  return undefined
}

/** Formats that the API server checks; it ignores names it does not know, such as `idn-hostname`. */
function fitsFormat(format: string, value: string): boolean {
  switch (format) {
    case 'ipv4':
      return !value.includes('/') && parseIpRange(value)?.family === 4
    case 'ipv6':
      return !value.includes('/') && parseIpRange(value)?.family === 6
    case 'cidr':
      return value.includes('/') && parseIpRange(value) !== undefined
    case 'byte':
      return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value)
    default:
      return fitsNameFormat(format, value) ?? true
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return `the ${typeof value} \`${shown(value)}\``
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > 80 ? `${text.slice(0, 77)}...` : text.replaceAll('`', "'")
}
