import { expect, test } from 'vitest'
import { mutatedRequest } from '../../../src/decide/routes/mutated.ts'
import type { Mutation } from '../../../src/model/action.ts'
import type { HttpRequest, Request } from '../../../src/model/request.ts'
import { http } from '../rules/seen.ts'

const request: Request = {
  client: { kind: 'unmeshed' },
  address: { kind: 'service', namespace: 'shop', name: 'till', port: 80 },
  protocol: 'http',
  http: http({ target: '/a/b?c=/a', headers: { 'x-a': '1', accept: 'text' } }),
}

// envoy:source/common/router/config_impl.cc
test.each<[says: string, mutation: Mutation, changed: Partial<HttpRequest>]>([
  ['a path is replaced, its query stays', { kind: 'replace-path', value: '/x' }, { target: '/x?c=/a' }],
  ['no path is empty', { kind: 'replace-path', value: '' }, { target: '/?c=/a' }],
  ['a prefix is replaced at the beginning', { kind: 'replace-prefix', drop: '/a', put: '/x' }, { target: '/x/b?c=/a' }],
  ['a prefix that is not there is not', { kind: 'replace-prefix', drop: '/b', put: '/x' }, {}],
  ['a path of nothing but its prefix', { kind: 'replace-prefix', drop: '/a/b', put: '' }, { target: '/?c=/a' }],
  ['every match is replaced', { kind: 'replace-regex', pattern: '/(a|b)', replacement: '/\\1$1' }, { target: '/a$1/b$1?c=/a' }],
  ['the whole match is put', { kind: 'replace-regex', pattern: 'a|b', replacement: '<\\0>' }, { target: '/<a>/<b>?c=/a' }],
  ['a backslash is put', { kind: 'replace-regex', pattern: 'a', replacement: '\\\\1' }, { target: '/\\1/b?c=/a' }],
  ['a group that matches nothing is nothing', { kind: 'replace-regex', pattern: 'a|(b)', replacement: 'x\\1' }, { target: '/x/xb?c=/a' }],
  ['no empty match counts behind another', { kind: 'replace-regex', pattern: '[a-z]*', replacement: '-' }, { target: '-/-/-?c=/a' }],
  ['the authority', { kind: 'authority', value: 'other' }, { authority: 'other' }],
  ['a header is set', { kind: 'set-header', name: 'x-a', value: '2' }, { headers: { 'x-a': '2', accept: 'text' } }],
  ['a header is added to one', { kind: 'add-header', name: 'x-a', value: '2' }, { headers: { 'x-a': ['1', '2'], accept: 'text' } }],
  ['a header is added to none', { kind: 'add-header', name: 'x-b', value: '2' }, { headers: { 'x-a': '1', accept: 'text', 'x-b': '2' } }],
  [
    'a value is joined to a header that can have one',
    { kind: 'add-header', name: 'accept', value: 'json' },
    { headers: { 'x-a': '1', accept: 'text,json' } },
  ],
  ['a header is removed', { kind: 'remove-header', name: 'x-a' }, { headers: { accept: 'text' } }],
])('%s', (_, mutation, changed) => {
  expect(mutatedRequest(request, [mutation])).toEqual({ ...request, http: { ...request.http, ...changed } })
})

test('one change comes after the other, and none is none', () => {
  const twice = mutatedRequest(request, [
    { kind: 'replace-path', value: '/x/y' },
    { kind: 'replace-prefix', drop: '/x', put: '/z' },
  ])
  expect(twice.http?.target).toBe('/z/y?c=/a')
  expect(mutatedRequest({ ...request, http: http({ target: '/a#b' }) }, [{ kind: 'replace-path', value: '/x' }]).http?.target).toBe('/x#b')
  expect(mutatedRequest({ ...request, http: http({ target: '/a' }) }, [{ kind: 'replace-path', value: '/x' }]).http?.target).toBe('/x')
  expect(mutatedRequest(request, [])).toBe(request)
  const { http: _, ...tcp } = request
  expect(mutatedRequest(tcp, [{ kind: 'authority', value: 'other' }])).toBe(tcp)
})
