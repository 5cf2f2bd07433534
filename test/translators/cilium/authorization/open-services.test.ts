import { describe, expect, test } from 'vitest'
import type { Attachment, AuthorizationPolicy, AuthorizationRule } from '../../../../src/model/authorization.ts'
import type { Predicate } from '../../../../src/model/predicate.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { admitsEveryClient } from '../../../../translators/cilium/authorization/open-services.ts'
import { meshWith, pods, service, servicePort } from '../../../decide/meshed.ts'
import { clause, policy, rule } from '../../../decide/rules/policies.ts'
import { atom, placeAt } from '../../../decide/rules/seen.ts'

const edge = service('edge', { ports: [servicePort(80, { targetPort: 8080 })] })
const labelled = (labels: Record<string, string>, namespace?: string): Attachment => ({
  scope: 'workloads',
  labels,
  place: placeAt('p'),
  ...(namespace === undefined ? {} : { namespace }),
})
const onPorts = (...ports: readonly number[]) =>
  rule('r', clause('operation', ...ports.map((port): Predicate => atom({ kind: 'destination-port', port, of: 'container' }))))
const fromBank = rule('r', clause('source', atom({ kind: 'identity', match: { by: 'namespace', glob: 'bank' } })))

interface Given {
  readonly effect?: AuthorizationPolicy['effect']
  readonly dryRun?: boolean
  readonly attachment?: Attachment
  readonly rules?: readonly AuthorizationRule[]
}

function admits(policies: readonly Given[], of: Service = edge, workloads: readonly Workload[] = []): boolean {
  const authorization = policies.map(({ effect = 'allow', rules = [rule('r')], ...changes }, index) =>
    policy(`p${index}`, effect, rules, { attachment: labelled({ app: 'edge' }, 'shop'), ...changes }),
  )
  return admitsEveryClient(of, meshWith({ services: [of], workloads, authorization }))
}

describe('every client is let in at a Service', () => {
  test('by a rule without conditions, or with its ports alone', () => {
    expect([admits([{}]), admits([{ rules: [onPorts(8080)] }]), admits([{ rules: [onPorts(1, 8080)] }])]).toEqual([true, true, true])
    expect([admits([{ rules: [onPorts(80)] }]), admits([{ rules: [fromBank] }]), admits([{ rules: [] }]), admits([])]).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(admits([{ rules: [fromBank] }, { rules: [fromBank, onPorts(8080)] }])).toBe(true)
  })

  test('of all its ports for TCP', () => {
    const two = { ...edge, ports: [...edge.ports, servicePort(81, { targetPort: 8081 })] }
    expect([admits([{ rules: [onPorts(8080)] }], two), admits([{ rules: [onPorts(8080), onPorts(8081)] }], two)]).toEqual([false, true])
    expect(admits([{ rules: [onPorts(8080)] }, { rules: [onPorts(8081)] }], two)).toBe(true)
    expect(admits([{ rules: [onPorts(8080)] }], { ...edge, ports: [...edge.ports, servicePort(53, { transport: 'UDP' })] })).toBe(true)
  })

  test('of ports by the names that all its pods have', () => {
    const named = { ...edge, ports: [servicePort(80, { targetPort: 'web' })] }
    const pod = (...ports: readonly number[]) =>
      pods('edge', { ports: ports.map((port) => ({ name: 'web', port, protocol: 'TCP' as const })) })
    expect(admits([{ rules: [onPorts(8080)] }], named)).toBe(false)
    expect(admits([{ rules: [onPorts(8080)] }], named, [pod(8080)])).toBe(true)
    expect(admits([{ rules: [onPorts(8080)] }], named, [pod(9090)])).toBe(false)
    expect(admits([{ rules: [onPorts(8080)] }], named, [pod(8080), pod(9090)])).toBe(false)
    expect(admits([{ rules: [onPorts(8080)] }], named, [pod(8080), pod()])).toBe(false)
    expect(admits([{ rules: [onPorts(8080)] }], named, [pod(8080), { ...pod(9090), namespace: 'bank' }])).toBe(true)
    expect(admits([{ rules: [onPorts(8080)] }], named, [pod(8080), { ...pod(9090), labels: { app: 'till' } }])).toBe(true)
  })

  test('by policies for all of its pods', () => {
    const by = (attachment: Attachment, of: Service = edge) => admits([{ attachment }], of)
    expect(by({ scope: 'mesh' })).toBe(true)
    expect(by({ scope: 'namespace', namespace: 'shop' })).toBe(true)
    expect(by(labelled({}, 'shop'))).toBe(true)
    expect(by(labelled({ app: 'edge' }))).toBe(true)
    expect(by({ scope: 'namespace', namespace: 'bank' })).toBe(false)
    expect(by(labelled({ app: 'edge' }, 'bank'))).toBe(false)
    expect(by(labelled({ app: 'edge', zone: 'a' }, 'shop'))).toBe(false)
    expect(by(labelled({ zone: 'a' }, 'shop'))).toBe(false)
    expect(by({ scope: 'targets', namespace: 'shop', targets: [{ kind: 'Service', name: 'edge', place: placeAt('t') }] })).toBe(false)
    expect(by(labelled({ app: 'edge' }, 'shop'), { ...edge, selector: { app: 'edge', zone: 'a' } })).toBe(true)
  })

  test('unless one may deny', () => {
    const beside = (given: Given) => admits([{}, given])
    expect(beside({ effect: 'deny' })).toBe(false)
    expect(beside({ effect: 'external' })).toBe(false)
    expect(beside({ effect: 'deny', attachment: labelled({ zone: 'a' }, 'shop') })).toBe(false)
    expect(beside({ effect: 'deny', dryRun: true })).toBe(true)
    expect(beside({ effect: 'audit' })).toBe(true)
    expect(beside({ effect: 'deny', attachment: labelled({ app: 'till' }, 'shop') })).toBe(true)
    expect(beside({ effect: 'deny', attachment: { scope: 'namespace', namespace: 'bank' } })).toBe(true)
    expect(admits([{ dryRun: true }])).toBe(false)
    expect(admits([{ effect: 'audit' }])).toBe(false)
  })

  test('that has pods to select', () => {
    const { selector: _, ...without } = edge
    expect([admits([{}], without), admits([{}], { ...edge, selector: {} })]).toEqual([false, false])
  })
})
