import { describe, expect, test } from 'vitest'
import type { RequestAuthentication } from '../../src/model/authentication.ts'
import { behindTokenCheck, tokenLocations, writtenHeaders } from '../../src/resolve/written-headers.ts'
import { believing, issuer } from '../decide/rules/tokens.ts'

// api:security/v1beta1/request_authentication.proto outputPayloadToHeader, outputClaimToHeaders
test('a filter writes the headers of payloads and claims', () => {
  const claimHeaders = [
    { header: 'X-Sub', claim: 'sub' },
    { header: 'x-aud', claim: 'aud' },
  ]
  const names = (...authentication: RequestAuthentication[]) => [...writtenHeaders(authentication)]
  const writes = issuer('b', { payloadHeader: 'X-Payload', claimHeaders })
  expect(names(believing(issuer('a')), believing(issuer('a'), writes))).toEqual(['x-payload', 'x-sub', 'x-aud'])
  expect(names(believing(issuer('a')))).toEqual([])
})

test('a token is looked for in its usual places where no other is given', () => {
  expect(tokenLocations(issuer('a'))).toEqual([
    { in: 'header', name: 'authorization', prefix: 'Bearer ' },
    { in: 'query', name: 'access_token' },
  ])
  const cookie = { in: 'cookie', name: 'session' } as const
  expect(tokenLocations(issuer('a', { locations: [cookie] }))).toEqual([cookie])
})

// istio:pilot/pkg/security/authn/policy_applier.go, `forward` of the JWT filter
describe('behind a check of tokens', () => {
  const changed = (...authentication: RequestAuthentication[]) => {
    const { headers, parameters } = behindTokenCheck(authentication)
    return { headers: [...headers], parameters: [...parameters] }
  }

  test('the token is gone from wherever it may have been', () => {
    expect(changed()).toEqual({ headers: [], parameters: [] })
    expect(changed(believing(issuer('a')))).toEqual({ headers: ['authorization'], parameters: ['access_token'] })
    const locations = [
      { in: 'header', name: 'X-Token' },
      { in: 'cookie', name: 'session' },
      { in: 'query', name: 'Token' },
    ] as const
    expect(changed(believing(issuer('a', { locations })))).toEqual({ headers: ['x-token', 'cookie'], parameters: ['Token'] })
  })

  test('a token that is forwarded is still there, and headers of claims are written', () => {
    const forwarding = issuer('a', { forwardToken: true, payloadHeader: 'X-Payload' })
    expect(changed(believing(forwarding))).toEqual({ headers: ['x-payload'], parameters: [] })
    expect(changed(believing(forwarding, issuer('b')))).toEqual({ headers: ['x-payload', 'authorization'], parameters: ['access_token'] })
  })
})
