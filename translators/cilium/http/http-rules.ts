import { programSize } from '../../../src/algebra/language/re2/program-size.ts'
import type { Json } from '../../../src/model/object.ts'
import { type HeaderNeed, joined, type Requests } from './requests.ts'
import { isEveryText, type Shape, type Shapes } from './shape.ts'
import { pathPattern, shapePattern } from './shape-text.ts'

export type CiliumHttpRule = { readonly [field: string]: Json }

/** What keeps some requests from being said as HTTP rules. */
export type Unsayable = { readonly pattern: string } | { readonly absent: string } | 'too many'

/** More rules than this no person could review. */
export const mostRules = 400

/** Rules of which any admits a request: one for each way in which it can match, because one pattern for all of them would be too large. */
export function httpRules(requests: readonly Requests[], limit: number): readonly CiliumHttpRule[] | Unsayable {
  const rules = new Map<string, CiliumHttpRule>()
  for (const one of joined(requests)) {
    const absent = one.headers.find(({ is }) => is === 'absent')
    if (absent !== undefined) return { absent: absent.name }
    const headers = one.headers.map(headerText)
    const methods = methodPatterns(one.methods, limit)
    const hosts = isEveryText(one.hosts) ? [undefined] : one.hosts.map((shape) => shapePattern(shape))
    const paths = one.paths.pattern === undefined ? pathPatterns(one.paths.shapes) : [one.paths.pattern]
    if (rules.size + methods.length * hosts.length * paths.length > mostRules) return 'too many'
    for (const method of methods)
      for (const path of paths)
        for (const host of hosts) {
          const large = [method, path, host].find((pattern) => pattern !== undefined && programSize(pattern) > limit)
          if (large !== undefined) return { pattern: large }
          const rule = {
            ...(method === undefined ? {} : { method }),
            ...(path === undefined ? {} : { path }),
            ...(host === undefined ? {} : { host }),
            ...(headers.length === 0 ? {} : { headers }),
          }
          rules.set(JSON.stringify(rule), rule)
        }
  }
  return [...rules.values()]
}

/** Cilium takes everything behind the first space for the value (cc:pkg/envoy/xds getHTTPRule). */
function headerText({ name, is }: HeaderNeed): string {
  return typeof is === 'object' ? `${name} ${is.value}` : name
}

function pathPatterns(shapes: Shapes): readonly (string | undefined)[] {
  return isEveryText(shapes) ? [undefined] : shapes.map(pathPattern)
}

/** `GET|POST` is one pattern as long as it is small; methods that are not named in full are one each. */
function methodPatterns(shapes: Shapes, limit: number): readonly (string | undefined)[] {
  if (isEveryText(shapes)) return [undefined]
  const isNamed = ({ head, tail }: Shape): boolean => tail === undefined && head.every((set) => (set & (set - 1n)) === 0n)
  const named = shapes.filter(isNamed).map((shape) => shapePattern(shape))
  const others = shapes.filter((shape) => !isNamed(shape)).map((shape) => shapePattern(shape))
  const together = named.join('|')
  if (named.length === 0) return others
  return [...(programSize(together) <= limit ? [together] : named), ...others]
}
