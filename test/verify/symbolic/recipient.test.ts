import { expect, test } from 'vitest'
import { isError, isMissing, type Recipient, recipientName } from '../../../src/verify/symbolic/recipient.ts'

const recipients: Readonly<Record<string, Recipient>> = {
  'pods shop/cart-v1:8080': { kind: 'pods', namespace: 'shop', workload: 'cart-v1', port: 8080 },
  'pods of shop/cart': { kind: 'unseen-pods', service: 'shop/cart' },
  'host api.example.com:443': { kind: 'host', host: 'api.example.com', port: 443 },
  'host status 503': { kind: 'status', status: 503 },
  'host status 399': { kind: 'status', status: 399 },
  'answer {"kind":"response","status":404}': { kind: 'answer', answer: { kind: 'response', status: 404 } },
  'answer {"kind":"response","status":404,"unrouted":true}': { kind: 'answer', answer: { kind: 'response', status: 404, unrouted: true } },
  'answer {"kind":"response","status":200}': { kind: 'answer', answer: { kind: 'response', status: 200 } },
  denied: { kind: 'refusal', by: 'denied' },
  refused: { kind: 'refusal', by: 'anything' },
  nothing: { kind: 'none' },
}

test.each(Object.entries(recipients))('%s is the name of a recipient', (name, recipient) => {
  expect(recipientName(recipient)).toBe(name)
})

test('errors are told by their status', () => {
  const errors = Object.entries(recipients).filter(([, recipient]) => isError(recipient))
  expect(errors.map(([name]) => name)).toEqual(['host status 503', 'answer {"kind":"response","status":404}'])
})

test('a destination that is not there is told by its kind, whatever a host is called', () => {
  const odd: Recipient = { kind: 'host', host: 'status 503', port: 80 }
  expect([...Object.values(recipients), odd].filter(isMissing)).toEqual([
    { kind: 'status', status: 503 },
    { kind: 'status', status: 399 },
  ])
})
