import { isResolvedScalar } from './scalars.ts'

/**
 * Where a scalar is printed. `flow` forbids the brackets and commas that `block` allows; `json` is double-quoted throughout.
 */
export type ScalarStyle = 'block' | 'flow' | 'json'

/** Prints a scalar on one line so that YAML 1.1, YAML 1.2 and Kubernetes' own parser all read the same value back. */
export function printScalar(value: string | number | boolean | null, style: ScalarStyle): string {
  if (typeof value === 'string') return style !== 'json' && isPlainSafe(value, style === 'flow') ? value : quoted(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf'
  return String(value)
}

/** Characters that begin or end something else than a plain scalar when they stand first. */
const indicators = /^[-?:,[\]{}#&*!|>'"%@`=\s]/
/** YAML 1.1 reads dates and numbers of base 60 (`12:30`) where Kubernetes reads strings; other tools may not. */
const otherReadings =
  /^(?:\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s].*)?|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|[-+]?0[0-9_]+|[-+]?\.[\d_]*|[-+]?[\d_]*(?:\.[\d_]*)?[eE][-+]?\d+|\.\.\..*)$/
const flowBreakers = /[,[\]{}]/
/** Anything but visible characters and spaces, and the code points that some parsers take for line breaks. */
const unprintable = /[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/

function isPlainSafe(text: string, inFlow: boolean): boolean {
  if (text === '' || isResolvedScalar(text) || otherReadings.test(text)) return false
  if (indicators.test(text) || /\s$|:$|:\s|\s#/.test(text)) return false
  if (unprintable.test(text)) return false
  return !inFlow || !flowBreakers.test(text)
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
