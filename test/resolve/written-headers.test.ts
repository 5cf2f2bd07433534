import { expect, test } from 'vitest'
import type { RequestAuthentication } from '../../src/model/authentication.ts'
import { writtenHeaders } from '../../src/resolve/written-headers.ts'
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
