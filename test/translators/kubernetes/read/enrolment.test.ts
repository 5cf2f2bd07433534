import { describe, expect, test } from 'vitest'
import { meaning, plain, read, readFiles } from '../../reading.ts'

const namespace = (labels: string, name = 'prod') => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: ${labels}}\n`
const pod = (metadata: string, spec = '{containers: []}') =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: {name: pod, ${metadata}}\nspec: ${spec}\n`

describe('Namespace', () => {
  test.each([
    ['{istio-injection: enabled}', 'sidecar', 'istio-injection', []],
    ['{istio.io/rev: canary}', 'sidecar', 'istio.io/rev', []],
    ['{istio-injection: enabled, istio.io/rev: canary}', 'sidecar', 'istio-injection', ['US2004']],
    ['{istio-injection: disabled, istio.io/rev: canary}', 'none', undefined, ['US2004']],
    ['{istio-injection: disabled}', 'none', undefined, []],
    ['{istio-injection: "true"}', 'none', undefined, []],
    ['{istio.io/dataplane-mode: ambient}', 'ambient', undefined, []],
    ['{istio.io/dataplane-mode: ambient, istio-injection: disabled}', 'ambient', undefined, []],
    ['{istio.io/dataplane-mode: ambient, istio-injection: enabled}', 'sidecar', 'istio-injection', ['US2004']],
    ['{istio.io/dataplane-mode: ambient, istio.io/rev: canary}', 'sidecar', 'istio.io/rev', ['US2004']],
    ['{}', 'none', undefined, []],
  ])('%s', (labels, dataPlane, injection, expected) => {
    const { mesh, codes } = read(namespace(labels))
    expect(mesh.namespaces[0]?.dataPlane).toBe(dataPlane)
    expect(mesh.namespaces[0]?.injection?.label).toBe(injection)
    expect(codes).toEqual(expected)
  })

  test('remembers the label that injects, with its place', () => {
    expect(plain(read(namespace('{istio.io/rev: "1-31"}')).mesh.namespaces[0]?.injection)).toEqual({
      label: 'istio.io/rev',
      value: '1-31',
      place: 'metadata.labels["istio.io/rev"]',
    })
  })

  test('system namespaces are never injected', () => {
    expect(read(namespace('{istio-injection: enabled}', 'kube-system')).mesh.namespaces[0]?.dataPlane).toBe('none')
  })

  test('waypoint labels are read', () => {
    const { mesh } = read(
      namespace('{istio.io/use-waypoint: w, istio.io/use-waypoint-namespace: infra, istio.io/ingress-use-waypoint: "true"}'),
    )
    expect(meaning(mesh.namespaces[0])).toMatchObject({
      waypoint: { name: 'w', namespace: 'infra', none: false },
      ingressUsesWaypoint: true,
    })
    expect(read(namespace('{istio.io/use-waypoint: none, istio.io/ingress-use-waypoint: "F"}')).mesh.namespaces[0]).toMatchObject({
      waypoint: { namespace: 'prod', none: true },
      ingressUsesWaypoint: false,
    })
    // The label is there, so nothing else is asked: it names no waypoint.
    const empty = read(namespace('{istio.io/use-waypoint: "", istio.io/ingress-use-waypoint: maybe}')).mesh.namespaces[0]
    expect(empty).toMatchObject({ waypoint: { name: '', namespace: 'prod', none: false } })
    expect(empty).not.toHaveProperty('ingressUsesWaypoint')
  })

  test('one that is only mentioned is unknown and has no place, whatever the order of files', () => {
    const files = [pod('namespace: a').slice(4), pod('namespace: b').slice(4), namespace('{istio-injection: enabled}', 'b')]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
    ]) {
      const { mesh } = readFiles(order.map((file, position) => ({ path: `${position}.yaml`, text: files[file]! })))
      expect(mesh.namespaces.map(({ name, dataPlane, place }) => [name, dataPlane, place !== undefined])).toEqual([
        ['a', 'unknown', false],
        ['b', 'sidecar', true],
      ])
      expect(mesh.workloads.map(({ namespace: of, dataPlane }) => [of, dataPlane])).toEqual([
        ['a', 'unknown'],
        ['b', 'sidecar'],
      ])
    }
  })
})

describe('the data plane of a pod', () => {
  const injected = namespace('{istio-injection: enabled}')
  const disabled = namespace('{istio-injection: disabled}')
  const ambient = namespace('{istio.io/dataplane-mode: ambient}')
  const bare = namespace('{}')
  const inject = (value: string) => `labels: {sidecar.istio.io/inject: "${value}"}`
  const annotated = (value: string) => `annotations: {sidecar.istio.io/inject: "${value}"}`
  test.each([
    ['follows the namespace', injected, '', 'sidecar', undefined],
    ['can refuse by label', injected, inject('false'), 'none', 'no-inject'],
    ['can refuse by annotation', injected, annotated('false'), 'none', 'no-inject'],
    ['can ask by label', bare, inject('true'), 'sidecar', 'inject'],
    ['cannot ask by annotation', bare, annotated('true'), 'none', undefined],
    ['cannot ask where injection is disabled', disabled, inject('true'), 'none', 'inject'],
    ['can ask for a revision', bare, 'labels: {istio.io/rev: canary}', 'sidecar', 'inject'],
    [
      'refuses a revision by annotation',
      bare,
      'labels: {istio.io/rev: canary}, annotations: {sidecar.istio.io/inject: "false"}',
      'none',
      'no-inject',
    ],
    ['is unknown without its namespace', '', '', 'unknown', undefined],
    ['asks without its namespace', '', inject('true'), 'sidecar', 'inject'],
    ['refuses without its namespace', '', inject('false'), 'none', 'no-inject'],
    ['is captured with its namespace', ambient, '', 'ambient', undefined],
    ['leaves the ambient mesh', ambient, 'labels: {istio.io/dataplane-mode: none}', 'none', 'none'],
    ['joins the ambient mesh', bare, 'labels: {istio.io/dataplane-mode: ambient}', 'ambient', 'ambient'],
    ['joins the ambient mesh without its namespace', '', 'labels: {istio.io/dataplane-mode: ambient}', 'ambient', 'ambient'],
    ['keeps its sidecar in an ambient namespace', ambient, inject('true'), 'sidecar', 'inject'],
    ['is captured though it refuses injection', ambient, inject('false'), 'ambient', 'no-inject'],
  ])('%s', (_, around, metadata, dataPlane, own) => {
    const { mesh } = read(around + pod(`namespace: prod${metadata === '' ? '' : `, ${metadata}`}`))
    expect(mesh.workloads[0]?.dataPlane).toBe(dataPlane)
    expect(mesh.workloads[0]?.ownDataPlane?.value).toBe(own)
  })

  test('the label beats the annotation, and their disagreement is reported', () => {
    const { mesh, codes } = read(injected + pod(`${inject('true')}, ${annotated('false')}`))
    expect(mesh.workloads[0]?.dataPlane).toBe('sidecar')
    expect(codes).toEqual(['US2005'])
    expect(read(injected + pod(`${inject('true')}, ${annotated('true')}`)).codes).toEqual([])
  })

  test('host network keeps every data plane away', () => {
    expect(read(injected + pod('namespace: prod', '{hostNetwork: true, containers: []}')).mesh.workloads[0]?.dataPlane).toBe('none')
    expect(read(ambient + pod('namespace: prod', '{hostNetwork: true, containers: []}')).mesh.workloads[0]?.dataPlane).toBe('none')
  })

  test('pods of system namespaces are never injected', () => {
    expect(read(pod('namespace: kube-system, labels: {sidecar.istio.io/inject: "true"}')).mesh.workloads[0]?.dataPlane).toBe('none')
  })

  test('a sidecar that is written out is one', () => {
    const spec = '{containers: [{name: app}, {name: istio-proxy, args: [proxy, sidecar]}]}'
    expect(read(bare + pod(inject('false'), spec)).mesh.workloads[0]).toMatchObject({ dataPlane: 'sidecar', gateway: false })
  })

  test('the place of its own word is that of the label or annotation', () => {
    expect(plain(read(pod(inject('true'))).mesh.workloads[0]?.ownDataPlane?.place)).toBe('metadata.labels["sidecar.istio.io/inject"]')
    expect(plain(read(pod(annotated('false'))).mesh.workloads[0]?.ownDataPlane?.place)).toBe(
      'metadata.annotations["sidecar.istio.io/inject"]',
    )
  })
})
