import {
  type CelInput,
  CelScalar,
  celEnv,
  celFunc,
  celList,
  celMap,
  celMethod,
  isCelError,
  listType,
  mapType,
  parse,
  plan,
} from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { parseIpRange } from '../../../src/algebra/ip-range.ts'
import { parseUrl } from '../../../src/crd/rules/url.ts'
import type { Schema } from '../../../src/crd/schema.ts'

/** As https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library has them. */
const formats: Readonly<Record<string, RegExp>> = {
  dns1123Label: /^(?!.{64})[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  dns1123Subdomain: /^(?!.{254})[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  qualifiedName:
    /^((?!.{254,}\/)[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?(?![^/]{64})[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/,
}

const anyMap = mapType(CelScalar.STRING, CelScalar.DYN)

/** Kubernetes' own CEL functions are not in the library; they stand on the same readers of URLs and addresses, which have tests of their own. */
const env = celEnv({
  variables: { self: CelScalar.DYN },
  funcs: [
    ...strings,
    celFunc('isURL', [CelScalar.STRING], CelScalar.BOOL, (text) => parseUrl(text) !== undefined),
    celFunc('isIP', [CelScalar.STRING], CelScalar.BOOL, (text) => !text.includes('/') && parseIpRange(text) !== undefined),
    celFunc('format.dns1123Subdomain', [], CelScalar.STRING, () => 'dns1123Subdomain'),
    celFunc('format.dns1123Label', [], CelScalar.STRING, () => 'dns1123Label'),
    celFunc('format.qualifiedName', [], CelScalar.STRING, () => 'qualifiedName'),
    celMethod('validate', CelScalar.STRING, [CelScalar.STRING], listType(CelScalar.STRING), function (text) {
      return celList(formats[String(this)]!.test(text) ? [] : ['it does not fit'])
    }),
    celMethod('hasValue', listType(CelScalar.STRING), [], CelScalar.BOOL, function () {
      return this.size > 0
    }),
    celFunc('url', [CelScalar.STRING], anyMap, (text) => {
      const url = parseUrl(text)
      if (url === undefined) throw new Error('not a URL')
      return celMap(new Map([['scheme', url.scheme]]))
    }),
    celMethod('getScheme', anyMap, [], CelScalar.STRING, function () {
      return this.get('scheme') as string
    }),
  ],
})

const plans = new Map<string, (bindings: { self: CelInput }) => unknown>()

/** An independent verdict on a rule: the CEL library's. An error is a violation. */
export function libraryHolds(rule: string, schema: Schema, self: unknown): boolean {
  let run = plans.get(rule)
  if (run === undefined) {
    run = plan(env, parse(rule)) as (bindings: { self: CelInput }) => unknown
    plans.set(rule, run)
  }
  const result = run({ self: celInput(schema, self) })
  return !isCelError(result) && result === true
}

/** Integers are BigInts by the schema's type, and names that CEL reserves are escaped, as the API server hands values to CEL. */
function celInput(schema: Schema | undefined, value: unknown): CelInput {
  if (Array.isArray(value)) return value.map((item) => celInput(schema?.items, item))
  if (typeof value === 'number') return schema?.type === 'number' ? value : BigInt(value)
  if (typeof value !== 'object' || value === null) return value as CelInput
  const entries = Object.entries(value).flatMap(([name, inner]): [string, CelInput][] => {
    const property = schema?.properties?.get(name)
    const input = celInput(property ?? schema?.additional, inner)
    // Gateway API 1.7 has a rule that does not escape it: `has(r.namespace)`.
    return property !== undefined && name === 'namespace' ? ['__namespace__', name].map((key) => [key, input]) : [[name, input]]
  })
  return new Map(entries)
}
