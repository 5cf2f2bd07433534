import { describe, expect, test } from 'vitest'
import { emitAccess } from '../../../../../translators/istio-ambient/emit/authorization/index.ts'
import { deployment, migrationOf, namespace, policy, service } from '../../translating.ts'

const base = [namespace('prod'), deployment('web'), service('web')]
const alone = [namespace('prod'), deployment('web')]

/** What happens to the policies, in short: added objects and edits, each with its spec. */
function emitted(objects: readonly object[]): readonly string[] {
  return emitAccess(migrationOf(objects)).changes.map((change) => {
    if (change.kind === 'add') {
      const { metadata, spec } = change.object as typeof change.object & { readonly spec: object }
      return `+ ${metadata.namespace}/${metadata.name} ${JSON.stringify(spec)}${change.object.metadata.annotations === undefined ? '' : ' (dry run)'}`
    }
    if (change.kind !== 'edit') return `- ${change.kind}`
    const edits = change.edits.map((edit) => `${edit.op} ${edit.path.join('.')}${'value' in edit ? ` ${JSON.stringify(edit.value)}` : ''}`)
    return `~ ${change.target.namespace}/${change.target.name} ${edits.join('; ')}`
  })
}

/** Needs a waypoint, whatever else there is. */
const needy = policy('needy', {
  selector: { matchLabels: { app: 'web' } },
  action: 'DENY',
  rules: [{ to: [{ operation: { methods: ['PUT'] } }] }],
})
const root = (spec: object) => policy('p', spec, 'istio-system')
const get = { to: [{ operation: { methods: ['GET'] } }] }
const fromBank = { from: [{ source: { namespaces: ['bank'] } }] }

describe('a policy for the mesh is attached to the class of waypoints', () => {
  const refs = (spec: object) =>
    emitted([...base, needy, root(spec)])
      .filter((text) => !text.includes('prod/needy'))
      .flatMap((text) => [...text.matchAll(/"kind":"(\w+)"/g)].map(([, kind]) => kind))

  test('where it only denies, and not where waypoints of others would let in what it allows', () => {
    expect(refs({ action: 'DENY', rules: [get] })).toEqual(['GatewayClass'])
    expect(refs({ rules: [get] })).toEqual(['Gateway'])
    expect(refs({ action: 'AUDIT', rules: [get] })).toEqual(['Gateway'])
    expect(refs({})).toEqual(['GatewayClass'])
  })
})

describe('without a waypoint the document itself', () => {
  test('denies what ztunnel cannot see, of every pod that it selects', () => {
    const selectors = [{}, { selector: {} }, { selector: { matchLabels: { app: 'web' } } }]
    const edits = selectors.map((selector) =>
      emitted([...alone, policy('p', { ...selector, action: 'DENY', rules: [{ ...fromBank, ...get }] })]),
    )
    const rules = `set spec.rules ${JSON.stringify([fromBank])}`
    expect(edits).toEqual([[`~ prod/p ${rules}`], [`~ prod/p delete spec.selector; ${rules}`], [`~ prod/p ${rules}`]])
  })

  test('denies what an authorizer would be asked', () => {
    const custom = { action: 'CUSTOM', provider: { name: 'x' }, rules: [get] }
    expect(emitted([...alone, policy('p', custom)])).toEqual(['~ prod/p set spec.action "DENY"; delete spec.provider; set spec.rules [{}]'])
  })
})

describe('what stays at ztunnel', () => {
  const edits = (rules: readonly object[], more: readonly object[] = [], spec: object = {}) =>
    emitted([...alone, ...more, policy('p', { ...spec, rules })])
  const trustDomain = (domain: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: 'istio-system' },
    data: { mesh: `trustDomain: ${domain}\n` },
  })
  const principal = (...principals: readonly string[]) => ({ from: [{ source: { principals } }] })

  test('is not touched where ztunnel reads it as sidecars do', () => {
    expect(edits([principal('cluster.local/ns/bank/sa/a')])).toEqual([])
    expect(edits([fromBank, {}])).toEqual([])
    expect(edits([fromBank], [], { selector: { matchLabels: { app: 'web' } } })).toEqual([])
  })

  test('loses a selector that ztunnel attaches to nothing', () => {
    expect(edits([fromBank], [], { selector: {} })).toEqual(['~ prod/p delete spec.selector'])
    expect(edits([fromBank], [], { selector: { matchLabels: {} } })).toEqual([])
  })

  test('has the names of its trust domain', () => {
    const far = [trustDomain('far.example')]
    expect(edits([principal('cluster.local/ns/bank/sa/a')], far)).toEqual([
      '~ prod/p set spec.rules.0.from [{"source":{"principals":["far.example/ns/bank/sa/a"]}}]',
    ])
    expect(edits([fromBank, principal('*')], far)).toEqual([])
    expect(edits([{ when: [{ key: 'source.serviceAccount', values: ['bank/a'] }] }]).length).toBeLessThan(2)
  })
})

describe('beside what moves to a waypoint', () => {
  test('the waypoint alone reaches the pods, and denials spare it', () => {
    const texts = emitted([...base, policy('p', { selector: { matchLabels: { app: 'web' } }, rules: [{ ...fromBank, ...get }] })])
    expect(texts).toHaveLength(2)
    expect(texts[0]).toMatch(/^~ prod\/p delete spec\.selector; set spec\.targetRefs \[\{"group":"","kind":"Service","name":"web"\}\]$/)
    expect(texts[1]).toMatch(/^\+ prod\/web-allow-waypoint .*prod\/waypoint/)
    const denied = emitted([...base, policy('p', { selector: { matchLabels: { app: 'web' } }, action: 'DENY', rules: [get] })])
    expect(denied.join()).toMatch(/p-direct .*"action":"DENY".*not\w+":\["[^"]*waypoint"\]/)
  })

  test('pods that no Service of the waypoint selects are closed to direct callers by an object of their own', () => {
    const spec = { selector: { matchLabels: { app: 'web' } }, rules: [{ ...fromBank, ...get }] }
    const direct = (selector: object, more: object = spec) =>
      emitted([namespace('prod'), deployment('web', { app: 'web', zone: 'a' }), service('web', selector), policy('p', more)]).filter(
        (text) => text.includes('p-direct'),
      )
    expect(direct({ app: 'web' })).toEqual([])
    const closed = ['+ prod/p-direct {"selector":{"matchLabels":{"app":"web"}}}']
    expect([direct({ app: 'web', zone: 'a' }), direct({ zone: 'a' })]).toEqual([closed, closed])
    expect(direct({ app: 'web' }, { rules: spec.rules })).toEqual(['+ prod/p-direct {}'])
  })

  test('a policy about ports that are none of the Service is removed, and closes nothing at the waypoint', () => {
    const ports = { to: [{ operation: { ports: ['9999'], methods: ['GET'] } }] }
    const selector = { matchLabels: { app: 'web' } }
    const texts = emitted([...base, needy, policy('p', { selector, action: 'DENY', rules: [ports] })])
    expect(texts.filter((text) => text.startsWith('- '))).toEqual(['- remove'])
    expect(texts.filter((text) => text.includes('/p'))).toEqual([expect.stringMatching(/^\+ prod\/p-direct .*"9999"/)])
  })

  test('a policy has the ports of the Service, each Service its own', () => {
    const ports = (number: number) => [{ name: 'http', port: number, targetPort: 8080 }]
    const two = [
      namespace('prod'),
      deployment('web'),
      deployment('api'),
      service('web', { app: 'web' }, ports(80)),
      service('api', { app: 'api' }, ports(81)),
    ]
    const texts = emitted([
      ...two,
      policy('p', { action: 'DENY', rules: [{ to: [{ operation: { ports: ['8080'], methods: ['GET'] } }] }] }),
    ])
    expect(texts.filter((text) => text.includes('"80"') || text.includes('"81"'))).toHaveLength(2)
    const without = emitted([...two, policy('p', { action: 'DENY', rules: [get] })])
    expect(without.filter((text) => text.includes('targetRefs'))).toHaveLength(1)
  })

  test('a dry run is written as one', () => {
    const dry = {
      ...policy('p', { action: 'DENY', rules: [get] }, 'istio-system'),
      metadata: { name: 'p', namespace: 'istio-system', annotations: { 'istio.io/dry-run': 'true' } },
    }
    expect(emitted([...base, needy, dry]).filter((text) => text.includes('istio-system/p') || text.includes('/p-'))).toEqual([
      expect.stringMatching(/"kind":"Gateway".*"action":"DENY".* \(dry run\)$/),
    ])
  })
})
