import { describe, expect, test } from 'vitest'
import type { Effort } from '../../../src/estimate/effort/effort.ts'
import { defaultWeights, type WeightName } from '../../../src/estimate/settings/weights.ts'
import { defaultEstimateSettings, estimate, translate } from '../../../src/index.ts'
import { estimateText } from '../../../src/report/estimate/text.ts'
import fc from '../../fast-check.ts'
import { filesOf, istio, namespace, other, service, workload } from '../manifests.ts'

const translated = (...texts: string[]) => translate(filesOf(...texts), { target: 'ambient' })
const effort = (...texts: string[]): Effort => estimate(translated(...texts)).effort
const items = ({ ledgers }: Effort) => ledgers.flatMap((ledger) => ledger.items)
const item = (of: Effort, weight: WeightName) => items(of).find((one) => one.weight === weight)

const configuration = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: istio\n  namespace: istio-system\ndata:\n  mesh: |\n    accessLogFile: ""\n`
const complete = [configuration, namespace('istio-system', 'team: mesh'), namespace('bank'), namespace('till')]
const bank = [...complete, workload('Deployment', 'ledger', 'bank'), service('ledger', 'bank')]
const reads = istio('AuthorizationPolicy', 'readers', 'bank', '{rules: [{to: [{operation: {methods: [GET]}}]}]}')
const closed = istio('Sidecar', 'default', 'bank', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}')

/** A mesh that is in ambient mode already. */
const moved = [
  configuration,
  namespace('bank', 'istio.io/dataplane-mode: ambient'),
  namespace('istio-system', 'team: mesh'),
  ...bank.slice(-2),
]

const more = [
  reads,
  istio('AuthorizationPolicy', 'tokens', 'till', '{rules: [{when: [{key: "request.auth.claims[iss]", values: [x]}]}]}'),
  istio('PeerAuthentication', 'default', 'bank', '{mtls: {mode: STRICT}}'),
  istio('PeerAuthentication', 'wrong', 'till', '{mtls: {mode: LAX}}'),
  istio(
    'EnvoyFilter',
    'lua',
    'till',
    '{configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: ADD}}]}',
  ),
  closed,
  istio('ServiceEntry', 'stars', 'bank', '{hosts: ["*.pay.example"], ports: [{number: 443, name: tls, protocol: TLS}], resolution: NONE}'),
  istio('WorkloadEntry', 'machine', 'till', '{address: 10.0.0.1}'),
  workload('StatefulSet', 'store', 'till'),
  workload('DaemonSet', 'agent', 'bank', { pod: '      hostNetwork: true\n' }),
  service('store', 'till', '  clusterIP: None\n'),
  other('flagger.app/v1beta1', 'Canary', 'cart', 'till', 'spec: {}\n'),
  other('networking.k8s.io/v1', 'NetworkPolicy', 'deny', 'bank', 'spec: {podSelector: {}}\n'),
  '{{ if .Values.policies }}\nkind: AuthorizationPolicy\n{{ end }}\n',
]

describe('points', () => {
  test('add up, and each item is its weight as often as it is counted', () => {
    const result = effort(...bank, reads, closed)
    for (const { weight, count, points } of items(result)) {
      const { low, high } = defaultWeights[weight]
      expect(points, weight).toEqual({ low: low * count, high: high * count })
    }
    expect(items(result).reduce((sum, { points }) => sum + points.low, 0)).toBe(result.points.low)
    expect(items(result).reduce((sum, { points }) => sum + points.high, 0)).toBe(result.points.high)
  })

  test('a reason stands where a number may come to more, and evidence for each resource that is counted', () => {
    const result = effort(...bank, reads, closed)
    for (const { points, spread, what } of items(result)) if (points.low !== points.high) expect(spread, what).toBeTypeOf('string')
    const freed = item(result, 'freed')!
    expect(freed.evidence).toHaveLength(freed.count)
    expect(freed.evidence[0]).toMatchObject({ file: expect.stringMatching(/yaml$/), line: 1, code: expect.stringMatching(/^US\d{4}$/) })
  })

  test('a cause that holds many resources is one decision', () => {
    const other = [
      workload('Deployment', 'cart', 'till'),
      istio('Sidecar', 'default', 'till', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
    ]
    expect(item(effort(...bank, closed), 'decision')!.count).toBe(1)
    expect(item(effort(...bank, closed, ...other), 'decision')!.count).toBe(1)
  })

  test('what a decision frees is not counted one by one, but by what it asks for once it is free', () => {
    const free = effort(...bank, reads)
    const held = effort(...bank, reads, closed)
    expect(item(held, 'keepSidecar')).toBeUndefined()
    expect(item(held, 'freed')!.count).toBeGreaterThan(1)
    expect(item(held, 'freed')!.points).toEqual({ low: 0, high: 0 })
    // The policy has a warning to read, now and then.
    expect(item(held, 'assisted')).toEqual(item(free, 'assisted'))
  })

  test('what has to be changed for a decision is counted, whether something else holds it as well or not', () => {
    const template = '{{ if .Values.x }}\nkind: AuthorizationPolicy\n{{ end }}\n'
    const filter = more.find((text) => text.includes('kind: EnvoyFilter'))!
    const changed = (...texts: string[]) => item(effort(...bank, filter, ...texts), 'manual')
    expect(changed()).toMatchObject({ count: 1, evidence: [{ object: 'EnvoyFilter till/lua' }] })
    expect(changed(template)).toMatchObject({ count: 1, evidence: [{ object: 'EnvoyFilter till/lua' }] })
  })

  test('what no decision frees is counted one by one', () => {
    const stays = workload('Deployment', 'teller', 'bank', {
      metadata: '      annotations: {inject.istio.io/templates: "sidecar,spire"}\n',
    })
    expect(item(effort(...bank, stays), 'manual')!.count).toBe(1)
    // The Sidecar is work as well: its decision does not free a pod that stays.
    expect(item(effort(...bank, stays, closed), 'manual')!.count).toBe(2)
  })

  test('days need a rate', () => {
    const translation = translated(...bank)
    expect(estimate(translation).effort.personDays).toBeUndefined()
    const { points, personDays } = estimate(translation, undefined, { ...defaultEstimateSettings, pointsPerDay: 4 }).effort
    expect(personDays).toEqual({ low: Math.ceil(points.low / 2) / 2, high: Math.ceil(points.high / 2) / 2 })
  })

  test('what the tool writes is beside them, and nothing of what is held', () => {
    expect(effort(...bank, reads).removed.resources).toBeGreaterThan(2)
    // The other namespace is enrolled.
    expect(effort(...bank, reads, closed).removed).toEqual({ resources: 1, points: { low: 1, high: 3 } })
  })

  test('what is missing makes the estimate wider, and is named', () => {
    expect(effort(...bank).confidence).toEqual({ level: 'medium', missing: ['access was not compared'] })
    const lacking = effort(workload('Deployment', 'ledger', 'bank'), '{{ if .Values.x }}\nkind: AuthorizationPolicy\n{{ end }}\n')
    expect(lacking.confidence).toEqual({
      level: 'low',
      missing: [
        'parts of the input that were not read: 1',
        'namespaces that are not shown: 1',
        'no configuration of the mesh',
        'no root namespace (istio-system)',
        'access was not compared',
      ],
    })
    expect(['unread', 'missingNamespace', 'missingConfiguration'].map((weight) => item(lacking, weight as WeightName)?.count)).toEqual([
      1, 1, 1,
    ])
  })
})

describe('nothing to migrate', () => {
  test('is no points, where the mesh has moved already and where there is none', () => {
    for (const mesh of [moved, complete.slice(0, 2)]) {
      const estimated = estimate(translated(...mesh))
      expect(estimated.effort).toMatchObject({ nothing: true, points: { low: 0, high: 0 } })
      expect(estimated.work).toEqual([])
      const text = estimateText(estimated)
      expect(text).toMatch(/^Moving to ambient: nothing to migrate: the input has no workloads/)
      expect(text).toContain('Effort: 0 points\n  nothing has to migrate, so nothing is counted\n')
    }
  })

  test('is never said of what was not read, of what is held, or of what the tool writes', () => {
    const template = '{{ if .Values.x }}\nkind: AuthorizationPolicy\n{{ end }}\n'
    const filter = more.find((text) => text.includes('kind: EnvoyFilter'))!
    for (const one of [template, filter, workload('Deployment', 'cart', 'till'), namespace('later')]) {
      const result = effort(...moved, one)
      expect(result.nothing, one).toBeUndefined()
      expect(result.points.low, one).toBeGreaterThan(0)
    }
    // To Cilium no policy moves, and the sidecars are left.
    const cilium = estimate(translate(filesOf(...bank), { target: 'cilium' }))
    expect(cilium.effort.nothing).toBeUndefined()
    expect(cilium.readiness.all).toBe(0)
  })
})

describe('laws', () => {
  test('more resources never lower the estimate', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(more, { minLength: 1 }), (added) => {
        // Pods that a policy lacks settle what it waits for: to a mesh without any none are added.
        const withoutPods = added.filter((text) => !/kind: (?:DaemonSet|StatefulSet)/.test(text))
        for (const [mesh, ones] of [
          [bank, added],
          [moved, added],
          [complete, withoutPods],
        ] as const) {
          const before = effort(...mesh, ...ones.slice(1)).points
          const after = effort(...mesh, ...ones).points
          expect(after.low).toBeGreaterThanOrEqual(before.low)
          expect(after.high).toBeGreaterThanOrEqual(before.high)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('an override changes what has its weight, and nothing else', () => {
    const translation = translated(...bank, ...more)
    const byDefault = estimate(translation).effort
    const names = Object.keys(defaultWeights) as WeightName[]
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(20), fc.nat(20), (name, low, width) => {
        const weight = { low, high: low + width }
        const settings = { ...defaultEstimateSettings, weights: { ...defaultWeights, [name]: weight } }
        const result = estimate(translation, undefined, settings).effort
        const unlike = items(result).filter((one, index) => JSON.stringify(one) !== JSON.stringify(items(byDefault)[index]))
        expect(unlike.every((one) => one.weight === name)).toBe(true)
        const count = items(result).find((one) => one.weight === name)?.count ?? 0
        expect(result.points.low - byDefault.points.low).toBe(count * (low - defaultWeights[name].low))
        expect(result.points.high - byDefault.points.high).toBe(count * (low + width - defaultWeights[name].high))
      }),
      { numRuns: 15 },
    )
  })

  test('nothing that is held back counts as automatic, whatever documents are missing', () => {
    fc.assert(
      fc.property(fc.subarray([...bank, ...more]), (texts) => {
        const translation = translated(...texts)
        const result = estimate(translation)
        const held = new Set((translation.emission.heldBack ?? []).map(({ object }) => `${object.file}#${object.document}`))
        const automatic = result.outcomes.filter(({ verdict }) => verdict === 'auto').map(({ ref }) => `${ref.file}#${ref.document}`)
        expect(automatic.filter((name) => held.has(name))).toEqual([])
        expect(item(result.effort, 'auto')?.count ?? 0).toBe(automatic.length)
        const counted = ['auto', 'assisted', 'keepSidecar', 'freed', 'manual', 'blocked'].map(
          (name) => item(result.effort, name as WeightName)?.count ?? 0,
        )
        expect(counted.reduce((sum, count) => sum + count, 0)).toBe(result.account.read)
      }),
      { numRuns: 30 },
    )
  })
})

describe('releases', () => {
  const minimum = (of: Effort, project: string) => of.versions.minimum.find((one) => one.project === project)?.version

  test('the minimum is the oldest release with which as much moves', () => {
    expect(minimum(effort(...bank), 'istio')).toBe('1.24')
    for (const texts of [
      [...bank, reads],
      [...bank, ...more.slice(0, 3)],
    ]) {
      const found = minimum(effort(...texts), 'istio')!
      const moves = (version: string) =>
        translate(filesOf(...texts), {
          target: 'ambient',
          options: { versions: { istio: version, gatewayApi: '1.7', gatewayApiChannel: 'standard', cilium: '1.20' } },
        }).emission.moves?.objects.length
      expect(moves(found)).toBe(moves('1.32'))
    }
  })

  test('images, revisions and tags show what runs; an older release has to be upgraded first', () => {
    const proxy = workload('Deployment', 'edge', 'bank').replace(
      '{name: edge}',
      '{name: proxy, image: "docker.io/istio/proxyv2:1.20.3-distroless"}',
    )
    const result = effort(...complete, namespace('old', 'istio.io/rev: 1-19-5'), namespace('named', 'istio.io/rev: prod'), proxy)
    expect(result.versions.running.map(({ version }) => version)).toEqual(['1.19', '1.20'])
    expect(result.versions.upgradeFirst).toHaveLength(2)
    expect(item(result, 'upgrade')!.count).toBe(1)
    const operator = other('install.istio.io/v1alpha1', 'IstioOperator', 'mesh', 'istio-system', 'spec: {tag: 1.31.1}\n')
    expect(effort(...complete, operator).versions).toMatchObject({ running: [{ version: '1.31' }], upgradeFirst: [] })
  })

  test('a target says which kernel it needs, with the source', () => {
    const { versions } = estimate(translate(filesOf(...bank), { target: 'cilium' })).effort
    expect(versions.minimum.find(({ project }) => project === 'kernel')).toMatchObject({
      version: '5.10',
      source: expect.stringContaining('cc:'),
    })
  })
})
