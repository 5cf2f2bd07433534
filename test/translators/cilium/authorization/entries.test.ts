import { describe, expect, test } from 'vitest'
import type { Box } from '../../../../translators/cilium/authorization/box.ts'
import { allowEntries as allowed, denyEntries, type Entry } from '../../../../translators/cilium/authorization/entries.ts'
import { everybody, only, podIdentities } from '../../../../translators/cilium/authorization/identity-set.ts'
import { complementPorts, everyPort, intersectPorts, onePort } from '../../../../translators/cilium/authorization/port-set.ts'
import { everyRequest } from '../../../../translators/cilium/http/requests.ts'
import { filteredLabel } from '../../../../translators/cilium/identity-labels.ts'

/** What boxes of whole connections become. */
const allowEntries = (boxes: readonly Omit<Box, 'requests'>[]): readonly Entry[] =>
  allowed(boxes.map((box) => ({ ...box, requests: everyRequest }))) as readonly Entry[]

const web = podIdentities(only('prod'), only('web'))

describe('entries of Cilium policies', () => {
  test('an allow policy that lets everybody in names everybody, because an empty entry would let nobody in', () => {
    expect(allowEntries([{ clients: everybody, ports: everyPort }])).toEqual([{ fromEntities: ['all'] }])
  })

  test('an allow policy without alternatives opens no TCP port', () => {
    const entries = allowEntries([])
    expect(entries.length).toBeGreaterThan(0)
    expect(JSON.stringify(entries)).not.toContain('TCP')
  })

  test('no list is ever empty, because marshalling drops it and an absent list of peers means everybody', () => {
    const sets = [web, everybody, podIdentities({ but: true, names: ['prod'] }), { pods: [], ingress: true, others: true }]
    const boxes = sets.flatMap((clients) => [everyPort, onePort(80), complementPorts(onePort(80))].map((ports) => ({ clients, ports })))
    expect(JSON.stringify([allowEntries(boxes.slice(0, 3)), denyEntries(boxes)])).not.toMatch(/\[\]/)
  })

  test('a denial is limited to TCP and spares the node of the pod', () => {
    const text = JSON.stringify(denyEntries([{ clients: everybody, ports: everyPort }]))
    expect(text).toContain('"port":"0","protocol":"TCP"')
    expect(text).not.toContain('"host"')
    expect(text).not.toContain('"all"')
  })

  test('a negated namespace needs the label to exist', () => {
    expect(allowEntries([{ clients: podIdentities({ but: true, names: ['prod'] }), ports: everyPort }])[0]).toEqual({
      fromEndpoints: [
        {
          matchExpressions: [
            { key: 'k8s:io.kubernetes.pod.namespace', operator: 'Exists' },
            { key: 'k8s:io.kubernetes.pod.namespace', operator: 'NotIn', values: ['prod'] },
          ],
        },
      ],
    })
  })

  test('more than 40 ports are spread over several lists', () => {
    const ports = Array.from({ length: 41 }, (_, index) => ({ from: 1000 + 2 * index, to: 1000 + 2 * index }))
    const [entry] = denyEntries([{ clients: web, ports }])
    expect((entry!.toPorts as { ports: unknown[] }[]).map((list) => list.ports.length)).toEqual([40, 1])
  })
})

describe('port sets', () => {
  test('the complement of a port is two ranges', () => {
    expect(complementPorts(onePort(80))).toEqual([
      { from: 1, to: 79 },
      { from: 81, to: 65_535 },
    ])
    expect(complementPorts(everyPort)).toEqual([])
  })

  test('the intersection of different ports is empty', () => {
    expect(intersectPorts(onePort(80), onePort(81))).toEqual([])
    expect(intersectPorts(complementPorts(onePort(80)), onePort(81))).toEqual(onePort(81))
  })
})

describe('labels of the subject', () => {
  test.each([
    'kubernetes.io/name',
    'pod-template-hash',
    'pod-template-hash-x',
    'annotation-team',
    'annotation.team',
    'controller-uid2',
    'controller-revision-hash-b',
    'etcd_nodes',
    'k8s.io/x',
    'topology.kubernetes.io/zone',
    'foo.beta.kubernetes.io/x',
    'batch.kubernetes.io/controller-uid',
    'io.cilium.k8s.team',
  ])('Cilium leaves %s out of identities', (key) => {
    expect(filteredLabel({ app: 'web', [key]: 'x' })).toBe(key)
  })

  test.each([
    'app.kubernetes.io/name',
    'version',
    'batch.kubernetes.io/job-name',
    'node.kubernetes.io/pool',
    'my-annotation',
    'x/kubernetes.io',
  ])('Cilium keeps %s', (key) => {
    expect(filteredLabel({ app: 'web', [key]: 'x' })).toBeUndefined()
  })
})
