import { describe, expect, test } from 'vitest'
import { all, any, not, type Predicate } from '../../../src/model/predicate.ts'
import type { ChainRule } from '../../../src/resolve/routes/chain-rule.ts'
import { bySpecificity } from '../../../src/resolve/routes/specificity.ts'
import { atom, placeAt } from '../../decide/rules/seen.ts'

type Op = 'exact' | 'prefix' | 'regex'
const path = (op: Op, value: string) => atom({ kind: 'path', match: { op, value } })
const method = atom({ kind: 'method', match: { op: 'exact', value: 'GET' } })
const header = (name: string) => atom({ kind: 'header', name, match: { op: 'present' } })
const authority = atom({ kind: 'authority', match: { op: 'exact', value: 'a' } })
const query = (name: string) => atom({ kind: 'query', name, match: { op: 'present' } })

/** Rules of one route in the order in which Istio tries them, by their number. */
function order(...matches: readonly (readonly Predicate[] | undefined)[]): readonly number[] {
  const rules = matches.map((parts) => {
    const match = parts === undefined ? undefined : { predicate: all(parts), place: placeAt('match') }
    return { match } as unknown as ChainRule
  })
  return bySpecificity(rules).map((rule) => rules.indexOf(rule))
}

/** istio:pilot/pkg/config/kube/gateway/conversion.go sortHTTPRoutes */
describe('the rules of Gateway API routes', () => {
  test('exact paths come before prefixes, whatever their length, and regexes last', () => {
    expect(order([path('regex', '/a-long-one.*')], [path('prefix', '/much/longer')], [path('exact', '/a')])).toEqual([2, 1, 0])
  })

  test('of one type the longer path comes first, counted in bytes', () => {
    expect(order([path('prefix', '/a')], [path('prefix', '/abc')], [path('prefix', '/ab')])).toEqual([1, 2, 0])
    expect(order([path('exact', '/abc')], [path('exact', '/ü\u{1f600}')])).toEqual([1, 0])
  })

  test('a rule without a path counts as the prefix `/`, and one without matches comes last', () => {
    expect(order([path('regex', '.*')], [header('a')], [path('prefix', '/a')])).toEqual([2, 1, 0])
    expect(order([header('a')], [path('prefix', '/')])).toEqual([0, 1])
    expect(order(undefined, [path('regex', '.*')])).toEqual([1, 0])
  })

  test('then one with a method, then more headers, then more query parameters', () => {
    expect(order([header('a'), header('b')], [method])).toEqual([1, 0])
    expect(order([header('a'), query('q'), query('r')], [header('a'), header('b')])).toEqual([1, 0])
    expect(order([query('q')], [query('q'), query('r')], [header('a')])).toEqual([2, 1, 0])
  })

  test('equals stay as they are written', () => {
    expect(order([header('a')], [header('b')], [header('c')])).toEqual([0, 1, 2])
  })

  test('a header that must be missing does not count', () => {
    expect(order([not(header('a'))], [header('b')])).toEqual([1, 0])
  })

  test('nor does what is in an alternative, or a condition on anything else', () => {
    expect(order([any([header('a'), header('c')])], [header('b')])).toEqual([1, 0])
    expect(order([all([header('a'), header('b')]), header('c')], [header('d'), header('e')])).toEqual([1, 0])
    expect(order([not(query('a'))], [query('b')])).toEqual([1, 0])
    expect(order([authority, authority], [header('a')])).toEqual([1, 0])
    expect(order([not(path('exact', '/a')), not(method)], [header('a')])).toEqual([1, 0])
    expect(order([query('q')], [authority])).toEqual([0, 1])
    expect(order([atom({ kind: 'path', match: { op: 'present' } })], [path('prefix', '/a')])).toEqual([1, 0])
  })
})
