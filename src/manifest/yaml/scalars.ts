import { type ScalarTag, Schema } from 'yaml'

/*
 * Scalars as Kubernetes reads them (kubernetes-sigs/yaml:goyaml.v2/resolve.go): the booleans of YAML 1.1, Go's integer literals with
 * underscores anywhere, dates as strings, and no base 60.
 */

const goTrue = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const goFalse = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/
const goInteger = /^[-+]?(?:0[xX]_*[0-9a-fA-F][0-9a-fA-F_]*|0[oO]_*[0-7][0-7_]*|0[bB]_*[01][01_]*|[0-9][0-9_]*)$/
const goFloat = /^[-+]?(?:\._*[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE]_*[-+]?_*[0-9][0-9_]*)?$/

const bool = 'tag:yaml.org,2002:bool'
const int = 'tag:yaml.org,2002:int'
const float = 'tag:yaml.org,2002:float'

const trueTag: ScalarTag = { default: true, tag: bool, test: goTrue, resolve: () => true }
const falseTag: ScalarTag = { default: true, tag: bool, test: goFalse, resolve: () => false }
const intTag: ScalarTag = { default: true, tag: int, test: goInteger, resolve: integerOf }
const floatTag: ScalarTag = { default: true, tag: float, test: goFloat, resolve: (source) => Number(source.replaceAll('_', '')) }

const replaced: ReadonlySet<string> = new Set([bool, int, float])

/** The value of a Go integer literal; `08` is not an octal number, so that Go falls back to the float 8. */
function integerOf(source: string): number {
  const plain = source.replaceAll('_', '')
  const negative = plain.startsWith('-')
  const digits = plain.replace(/^[-+]/, '')
  const magnitude = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits)
  return negative && magnitude !== 0 ? -magnitude : magnitude
}

/** The schema that all input is read with. One for the whole run: making one for each document is slow. */
export const kubernetesSchema = new Schema({
  schema: 'core',
  merge: true,
  customTags: (tags) => [
    trueTag,
    falseTag,
    intTag,
    floatTag,
    // `.inf` and `.nan` are the only core float forms that Go's literals do not cover.
    ...tags.filter((tag) => typeof tag === 'string' || !replaced.has(tag.tag) || String(tag.test).includes('nan')),
  ],
})

/** True when Kubernetes reads the plain scalar as something else than a string. */
export function isResolvedScalar(source: string): boolean {
  return (
    goTrue.test(source) ||
    goFalse.test(source) ||
    goInteger.test(source) ||
    goFloat.test(source) ||
    /^(?:|~|null|Null|NULL|<<|=|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/.test(source)
  )
}
