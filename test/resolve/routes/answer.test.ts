import { describe, expect, test } from 'vitest'
import type { Redirect } from '../../../src/model/route.ts'
import { answerOf } from '../../../src/resolve/routes/answer.ts'
import type { ChainRule } from '../../../src/resolve/routes/chain-rule.ts'
import { atom, http } from '../../decide/rules/seen.ts'

type PathOp = 'exact' | 'prefix' | 'segment-prefix' | 'regex'

function ruleWith(action: object, path?: { readonly op: PathOp; readonly value: string }): ChainRule {
  const predicate = path === undefined ? { kind: 'all', of: [] } : atom({ kind: 'path', match: path as never })
  return { rule: { action }, match: path === undefined ? undefined : { predicate }, predicate } as unknown as ChainRule
}

/** A request of `http://store.shop:80/buy?item=5` that comes in on port 8080. */
const location = (redirect: object, path?: { readonly op: PathOp; readonly value: string }, target = '/buy?item=5') => {
  const answer = answerOf(ruleWith({ kind: 'redirect', redirect: { status: 301, ...redirect } as Redirect }, path), http({ target }), 8080)
  return answer?.kind === 'redirect' ? answer.location : undefined
}

/** istio:pilot/pkg/networking/core/route/route.go ApplyRedirect */
describe('a redirect', () => {
  test('keeps what it does not name', () => {
    expect(location({})).toBe('http://store.shop:80/buy?item=5')
    expect(location({ scheme: 'https' })).toBe('https://store.shop:80/buy?item=5')
    expect(location({ authority: 'new.shop' })).toBe('http://new.shop/buy?item=5')
  })

  test('has the status of its rule', () => {
    expect(answerOf(ruleWith({ kind: 'redirect', redirect: { status: 308 } }), http(), 80)).toMatchObject({ kind: 'redirect', status: 308 })
  })

  test('names a port unless it is the usual one of the scheme', () => {
    expect(location({ authority: 'new.shop', port: 8443 })).toBe('http://new.shop:8443/buy?item=5')
    expect(location({ port: 8443 })).toBe('http://store.shop:8443/buy?item=5')
    expect(location({ authority: 'new.shop', port: 443, scheme: 'https' })).toBe('https://new.shop/buy?item=5')
    expect(location({ authority: 'new.shop', port: 443 })).toBe('http://new.shop:443/buy?item=5')
    expect(location({ authority: 'new.shop', port: 80 })).toBe('http://new.shop/buy?item=5')
    expect(location({ authority: 'new.shop', port: 80, scheme: 'https' })).toBe('https://new.shop:80/buy?item=5')
    expect(location({ authority: 'new.shop', port: 'request-port' })).toBe('http://new.shop:8080/buy?item=5')
  })

  test('replaces the whole path, and leaves query and fragment', () => {
    const path = { kind: 'full', value: '/sold' }
    expect(location({ path })).toBe('http://store.shop:80/sold?item=5')
    expect(location({ path }, undefined, '/buy#top')).toBe('http://store.shop:80/sold#top')
    expect(location({ path }, undefined, '/buy')).toBe('http://store.shop:80/sold')
  })

  test('replaces the prefix that the rule matched, without its last slash for Gateway API', () => {
    const target = '/old/item?x=1'
    const kept = 'http://store.shop:80'
    expect(location({ path: { kind: 'prefix', value: '/new' } }, { op: 'prefix', value: '/old' }, target)).toBe(`${kept}/new/item?x=1`)
    expect(location({ path: { kind: 'prefix', value: '/new' } }, { op: 'prefix', value: '/old/' }, target)).toBe(`${kept}/newitem?x=1`)
    expect(location({ path: { kind: 'segment-prefix', value: '/new' } }, { op: 'segment-prefix', value: '/old/' }, target)).toBe(
      `${kept}/new/item?x=1`,
    )
    expect(location({ path: { kind: 'prefix', value: '/new' } }, undefined, target)).toBe(`${kept}/newold/item?x=1`)
  })
})

describe('a direct response', () => {
  const answer = (response: object | undefined) => answerOf(ruleWith({ kind: 'respond', response }), http(), 80)

  test('has its status, and its body where it has one', () => {
    expect(answer({ status: 503 })).toEqual({ kind: 'response', status: 503 })
    expect(answer({ status: 200, body: { text: 'ok' } })).toEqual({ kind: 'response', status: 200, body: 'ok' })
    expect(answer({ status: 200, body: { base64: 'b2s=' } })).toEqual({ kind: 'response', status: 200, body: 'b2s=' })
  })
})

test('a rule that forwards gives no answer', () => {
  expect(answerOf(ruleWith({ kind: 'forward' }), http(), 80)).toBeUndefined()
  expect(answerOf(ruleWith({ kind: 'delegate' }), http(), 80)).toBeUndefined()
})
