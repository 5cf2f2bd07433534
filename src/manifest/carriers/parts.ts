import { ownValue } from '../../model/own-value.ts'
import { isRecord } from '../object/identity.ts'

/** A map of an object that no schema vouches for; empty where it is none. */
export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}

/** The maps of a list, each with its index. */
export function recordsOf(value: unknown): { readonly value: Readonly<Record<string, unknown>>; readonly index: number }[] {
  return Array.isArray(value) ? value.flatMap((item: unknown, index) => (isRecord(item) ? [{ value: item, index }] : [])) : []
}

/** The texts of a list, or a text alone. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** What an object has at a path of names; undefined where it has nothing there. */
export function partAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, step) => (isRecord(found) ? ownValue(found, step) : undefined), value)
}
