import { parseIpRange } from '../../algebra/ip-range.ts'
import { patternTest } from '../pattern.ts'
import { fitsNameFormat } from '../structural/name-formats.ts'
import { celError, equalValues, isFields } from './cel-value.ts'
import { durationNanoseconds } from './duration.ts'
import { parseUrl, type Url } from './url.ts'

type Value = unknown

/**
 * The functions and operators that rules call, by CEL's names for them, as the CEL specification and Kubernetes' CEL libraries define
 * them over JSON values. Integers are numbers here: the schemas' integers fit. Arguments are never `failed`.
 */
export const functions: Readonly<Record<string, (...args: Value[]) => Value>> = {
  '!_': (value) => (typeof value === 'boolean' ? !value : celError),
  '_==_': equalValues,
  '_!=_': (a, b) => !equalValues(a, b),
  '_<_': (a, b) => compare(a, b, (order) => order < 0),
  '_<=_': (a, b) => compare(a, b, (order) => order <= 0),
  '_>_': (a, b) => compare(a, b, (order) => order > 0),
  '_>=_': (a, b) => compare(a, b, (order) => order >= 0),
  '_+_': add,
  '_[_]': at,
  '@in': isIn,
  size,
  int: toInteger,
  duration: (text) => (typeof text === 'string' ? (durationNanoseconds(text) ?? celError) : celError),
  url: (text) => (typeof text === 'string' ? (parseUrl(text) ?? celError) : celError),
  isURL: (text) => (typeof text === 'string' ? parseUrl(text) !== undefined : celError),
  getScheme: (url) => (isFields(url) ? (url as unknown as Url).scheme : celError),
  isIP: (text) => (typeof text === 'string' ? !text.includes('/') && parseIpRange(text) !== undefined : celError),
  'format.dns1123Label': () => 'DNS label',
  'format.dns1123Subdomain': () => 'DNS subdomain',
  'format.qualifiedName': () => 'label key',
  // The problems that were found, or nothing (https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library).
  validate: onTexts((format, text) => (text !== '' && fitsNameFormat(format, text) ? [] : ['it does not fit'])),
  hasValue: (optional) => (Array.isArray(optional) ? optional.length > 0 : celError),
  contains: onTexts((text, part) => text.includes(part)),
  startsWith: onTexts((text, part) => text.startsWith(part)),
  endsWith: onTexts((text, part) => text.endsWith(part)),
  matches: onTexts((text, pattern) => patternTest(pattern)(text)),
  split: onTexts((text, separator) => (separator === '' ? [...text] : text.split(separator))),
  substring,
}

function onTexts(call: (a: string, b: string) => Value): (a: Value, b: Value) => Value {
  return (a, b) => (typeof a === 'string' && typeof b === 'string' ? call(a, b) : celError)
}

function compare(a: Value, b: Value, test: (order: number) => boolean): Value {
  return typeof a === 'number' && typeof b === 'number' ? test(a - b) : celError
}

function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (typeof a === 'string' && typeof b === 'string') return a + b
  return Array.isArray(a) && Array.isArray(b) ? [...a, ...b] : celError
}

function at(from: Value, key: Value): Value {
  if (Array.isArray(from)) return typeof key === 'number' && key >= 0 && key < from.length ? from[key] : celError
  return isFields(from) && typeof key === 'string' && Object.hasOwn(from, key) ? from[key] : celError
}

function isIn(value: Value, where: Value): Value {
  if (Array.isArray(where)) return where.some((item) => equalValues(item, value))
  return isFields(where) ? typeof value === 'string' && Object.hasOwn(where, value) : celError
}

function size(value: Value): Value {
  if (typeof value === 'string') return codePoints(value).length
  if (Array.isArray(value)) return value.length
  return isFields(value) ? Object.keys(value).length : celError
}

function toInteger(value: Value): Value {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value !== 'string' || !/^[+-]?\d+$/.test(value)) return celError
  const number = Number(value)
  return Math.abs(number) < 2 ** 63 ? number : celError
}

function substring(text: Value, start: Value, end?: Value): Value {
  if (typeof text !== 'string' || typeof start !== 'number') return celError
  const points = codePoints(text)
  const stop = end === undefined ? points.length : end
  if (typeof stop !== 'number' || start < 0 || start > stop || stop > points.length) return celError
  return typeof points === 'string' ? points.slice(start, stop) : points.slice(start, stop).join('')
}

/** CEL counts code points; a text without surrogates is its own list of them. */
function codePoints(text: string): string | string[] {
  return /[\ud800-\udfff]/.test(text) ? [...text] : text
}
