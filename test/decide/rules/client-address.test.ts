import { expect, test } from 'vitest'
import { seenClientAddress } from '../../../src/decide/rules/client-address.ts'
import { http } from './seen.ts'

const peer = '10.1.0.4'

// istio:pilot/pkg/networking/core/listener_builder.go (use_remote_address is off, no trusted hops)
test.each<[says: string, forwarded: string | readonly string[] | undefined, address: string]>([
  ['without the header the peer is the client', undefined, peer],
  ['one address', '192.0.2.7', '192.0.2.7'],
  ['the last of several', '192.0.2.7, 192.0.2.8', '192.0.2.8'],
  ['the last line', ['192.0.2.7', '192.0.2.8,192.0.2.9'], '192.0.2.9'],
  ['an address of IPv6', '2001:db8::1', '2001:db8::1'],
  ['what is no address', '192.0.2.7, proxy', peer],
  ['what is empty', '', peer],
  ['a range is no address', '192.0.2.0/24', peer],
])('%s', (_, forwarded, address) => {
  expect(seenClientAddress(http(forwarded === undefined ? {} : { headers: { 'x-forwarded-for': forwarded } }), peer)).toBe(address)
})

test('on a TCP filter chain the peer is the client', () => {
  expect([seenClientAddress(undefined, peer), seenClientAddress(undefined, 'unknown')]).toEqual([peer, 'unknown'])
})
