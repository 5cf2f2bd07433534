import { expect, test } from 'vitest'
import { namedProtocol } from '../../../../../translators/istio/read/networking/port-protocol.ts'
import { portProtocol, protocolNames } from '../../../../../translators/kubernetes/read/port-protocol.ts'

test.each(Object.keys(protocolNames))('%s is one protocol, whether a Service names its port so or a Gateway its protocol', (name) => {
  const port = { number: 9000, transport: 'TCP' } as const
  expect(namedProtocol(name.toUpperCase())).toBe(protocolNames[name])
  expect(portProtocol({ ...port, name: `${name}-public` })).toBe(protocolNames[name])
  expect(portProtocol({ ...port, appProtocol: name })).toBe(protocolNames[name])
})

test('a name that is no protocol is sniffed, also one that every JavaScript object knows', () => {
  for (const name of ['thrift', 'constructor', 'toString', '']) {
    expect(namedProtocol(name)).toBe('auto')
    expect(portProtocol({ number: 9000, name, transport: 'TCP' })).toBe('auto')
  }
})
