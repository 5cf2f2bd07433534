import { describe, expect, test } from 'vitest'
import { document } from '../../../decide/documents.ts'
import { deployment, type Given, mesh, namespace, networkPolicy, place, policy } from './placing.ts'

const ofWeb = { selector: { matchLabels: { app: 'web' } } }
const fromBank = { from: [{ source: { namespaces: ['bank'] } }] }
const notFromBank = { from: [{ source: { notNamespaces: ['bank'] } }] }
const toGet = { to: [{ operation: { methods: ['GET'] } }] }
const toPort = { to: [{ operation: { ports: ['8080'] } }] }

/** What becomes of a policy `p`: how it is written, or what is said of it. */
function one(
  spec: object,
  given: Given & { readonly where?: string; readonly annotations?: object; readonly beside?: readonly object[] } = {},
): string {
  const { where, annotations, beside = [], ...others } = given
  const { translated, staying, written, said } = place([...mesh, ...beside, policy('p', spec, where, annotations)], others)
  const own = said.filter((text) => text.includes('at p') && !text.startsWith('ciliumClosesUncaptured'))
  const tells = own.map((text) => text.replace(' at p', '')).join(', ')
  const does = written.length === 0 ? ['nothing is left of it'] : written.map((text) => text.split(' ')[1])
  if (translated.length > 0) return [...does, ...(tells === '' ? [] : [tells])].join(': ')
  return `${staying.length > 0 ? 'stays' : 'no effect'}: ${tells}`
}

type Row = readonly [says: string, spec: object, given: Parameters<typeof one>[1], expected: string]

const canonicalName = 'service.istio.io/canonical-name'
const serviceIn = (name: string) => document('v1', 'Service', { name: 's', namespace: name }, { ports: [{ port: 80 }] })
const meshBeside = (object: object) => ({ where: 'istio-system', beside: [object] })
const ambient = namespace('amb', { 'istio.io/dataplane-mode': 'ambient' })
const authentication = (spec: object) =>
  document('security.istio.io/v1', 'RequestAuthentication', { name: 'tokens', namespace: 'prod' }, spec)
const off = document(
  'security.istio.io/v1',
  'PeerAuthentication',
  { name: 'switched-off', namespace: 'prod' },
  { mtls: { mode: 'DISABLE' } },
)
const stays = (code: string): string => `stays: ${code}, ciliumPolicyStays`
const offAtPort = { ...off, spec: { ...ofWeb, portLevelMtls: { 8080: { mode: 'DISABLE' } } } }
const machine = document(
  'networking.istio.io/v1',
  'WorkloadEntry',
  { name: 'vm', namespace: 'prod' },
  { address: '192.0.2.9', labels: { app: 'web' }, serviceAccount: 'vm' },
)

const rows: readonly Row[] = [
  ['who the client is', { ...ofWeb, rules: [fromBank] }, {}, 'allows'],
  ['every client', { ...ofWeb, rules: [{}] }, {}, 'allows'],
  ['no client', { ...ofWeb }, {}, 'allows'],
  ['ports', { ...ofWeb, rules: [toPort] }, {}, 'allows'],
  ['a denial by client', { ...ofWeb, action: 'DENY', rules: [fromBank] }, {}, 'denies'],
  ['a denial of all', { ...ofWeb, action: 'DENY', rules: [{}] }, {}, 'denies'],
  ['a denial, before Cilium can', { ...ofWeb, action: 'DENY', rules: [fromBank] }, { cilium: '1.15' }, 'stays: ciliumTooOldForDeny'],
  ['a denial, once Cilium can', { ...ofWeb, action: 'DENY', rules: [fromBank] }, { cilium: '1.16' }, 'denies'],
  ['an ALLOW policy at any release', { ...ofWeb, rules: [fromBank] }, { cilium: '1.15' }, 'allows'],
  ['AUDIT', { ...ofWeb, action: 'AUDIT', rules: [fromBank] }, {}, 'no effect: ciliumAudit'],
  ['a dry run', { ...ofWeb, rules: [fromBank] }, { annotations: { 'istio.io/dry-run': 'true' } }, 'no effect: ciliumDryRun'],
  ['an external authorizer', { ...ofWeb, action: 'CUSTOM', provider: { name: 'x' }, rules: [toGet] }, {}, 'stays: ciliumExternal'],

  ['requests', { ...ofWeb, rules: [toGet] }, {}, 'allows: ciliumHttpListener'],
  ['requests of some clients', { ...ofWeb, rules: [{ ...fromBank, ...toGet }] }, {}, 'allows: ciliumHttpListener'],
  ['requests that sidecars encrypt', { ...ofWeb, rules: [toGet] }, { assume: [] }, 'stays: ciliumSidecarsEncrypt, ciliumPolicyStays'],
  [
    'a denial of requests is what is left to allow',
    { ...ofWeb, action: 'DENY', rules: [toGet] },
    {},
    'allows: ciliumHttpListener, ciliumDividedPods',
  ],
  [
    'a denial of requests that sidecars encrypt',
    { ...ofWeb, action: 'DENY', rules: [toGet] },
    { assume: [] },
    'stays: ciliumSidecarsEncrypt, ciliumPolicyStays',
  ],
  [
    'a denial of no requests',
    { ...ofWeb, action: 'DENY', rules: [{ to: [{ operation: { methods: ['GET'], notMethods: ['GET'], ports: ['8080'] } }] }] },
    {},
    'nothing is left of it',
  ],
  [
    'requests of pods that the input lacks',
    { selector: { matchLabels: { app: 'gone' } }, rules: [toGet] },
    {},
    'stays: ciliumHttpPortsUnknown, ciliumPolicyStays',
  ],
  ['clients of pods that the input lacks', { selector: { matchLabels: { app: 'gone' } }, rules: [fromBank] }, {}, 'allows'],
  [
    'addresses of clients',
    { ...ofWeb, rules: [{ from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] }] },
    {},
    'stays: ciliumOtherCondition, ciliumPolicyStays',
  ],
  [
    'tokens',
    { ...ofWeb, rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] },
    {},
    'stays: ciliumHttpCondition, ciliumPolicyStays',
  ],
  [
    'one rule of several that Cilium cannot say',
    { ...ofWeb, rules: [fromBank, { from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] }] },
    {},
    'stays: ciliumOtherCondition, ciliumPolicyStays',
  ],

  ['a namespace', { rules: [fromBank] }, {}, 'allows'],
  ['the mesh', { rules: [fromBank] }, { where: 'istio-system' }, 'allows: ciliumMeshLimited'],
  ['labels in the mesh', { ...ofWeb, rules: [fromBank] }, { where: 'istio-system' }, 'allows: ciliumMeshLimited'],
  [
    'the mesh and an unshown namespace',
    { rules: [fromBank] },
    meshBeside(serviceIn('odd')),
    'allows: ciliumMeshLimited, ciliumMeshUnshown',
  ],
  ['the mesh, where its root may be in it', { rules: [fromBank] }, meshBeside(serviceIn('istio-system')), 'stays: ciliumMeshUnknown'],
  ['the mesh beside ambient mode', { rules: [fromBank] }, meshBeside(ambient), 'stays: ciliumMeshUnknown'],
  [
    'the mesh, with pods of it elsewhere',
    { rules: [fromBank] },
    { where: 'istio-system', beside: [namespace('odd', {}), deployment('x', { 'sidecar.istio.io/inject': 'true' }, 'odd')] },
    'stays: ciliumMeshOutside',
  ],
  [
    'a Service',
    { targetRefs: [{ kind: 'Service', group: '', name: 'web' }], rules: [fromBank] },
    {},
    'stays: ciliumTargetRefs, ciliumPolicyStays',
  ],
  [
    'a label that no pod has',
    { selector: { matchLabels: { app: 'a b' } }, rules: [fromBank] },
    {},
    'stays: ciliumLabelValue, ciliumPolicyStays',
  ],
  [
    'a label with an end that none has',
    { selector: { matchLabels: { app: 'a-' } }, rules: [fromBank] },
    {},
    'stays: ciliumLabelValue, ciliumPolicyStays',
  ],
  ['a label as long as one can be', { selector: { matchLabels: { app: 'a'.repeat(63) } }, rules: [fromBank] }, {}, 'allows'],
  ['an empty label', { selector: { matchLabels: { app: '' } }, rules: [fromBank] }, {}, 'allows'],
  [
    'a label that Cilium does not look at',
    { selector: { matchLabels: { app: 'web', 'pod-template-hash': 'a' } }, rules: [fromBank] },
    {},
    'stays: ciliumFilteredLabel, ciliumPolicyStays',
  ],
  [
    'a label that goes with the sidecar',
    { selector: { matchLabels: { [canonicalName]: 'web' } }, rules: [fromBank] },
    {},
    'stays: ciliumInjectedLabel, ciliumPolicyStays',
  ],
  [
    'beside a policy of the network, as a denial of the rest',
    { ...ofWeb, rules: [fromBank] },
    { beside: [networkPolicy('opens', 'web')] },
    'denies: ciliumAllowAsDenial',
  ],
  ['requests beside one', { ...ofWeb, rules: [toGet] }, { beside: [networkPolicy('opens', 'web')] }, 'stays: ciliumHeldBack'],
  [
    'a denial of requests beside one',
    { ...ofWeb, action: 'DENY', rules: [toGet] },
    { beside: [networkPolicy('opens', 'web')] },
    'stays: ciliumHeldBack',
  ],
  ['a denial beside one', { ...ofWeb, action: 'DENY', rules: [fromBank] }, { beside: [networkPolicy('opens', 'web')] }, 'denies'],
  ['beside one for other pods', { ...ofWeb, rules: [fromBank] }, { beside: [networkPolicy('opens', 'api')] }, 'allows'],
  ['beside one, every client', { ...ofWeb, rules: [{}] }, { beside: [networkPolicy('opens', 'web')] }, 'nothing is left of it'],
  [
    'beside a check of tokens',
    { ...ofWeb, rules: [fromBank] },
    { beside: [authentication({ ...ofWeb, jwtRules: [{ issuer: 'a' }] })] },
    'stays: ciliumHeldBack',
  ],
  [
    'beside one for other pods',
    { ...ofWeb, rules: [fromBank] },
    { beside: [authentication({ selector: { matchLabels: { app: 'api' } }, jwtRules: [{ issuer: 'a' }] })] },
    'allows',
  ],
  ['clients that have no identity', { ...ofWeb, rules: [fromBank] }, { beside: [off] }, 'allows: ciliumNobodyNamed'],
  ['a denial of such clients', { ...ofWeb, action: 'DENY', rules: [fromBank] }, { beside: [off] }, stays('ciliumNoMtls')],
  ['a denial of others', { ...ofWeb, action: 'DENY', rules: [notFromBank] }, { beside: [off] }, 'denies: ciliumNobodyNamed'],
  ['clients that have none at a port', { ...ofWeb, rules: [fromBank] }, { beside: [offAtPort] }, stays('ciliumNoMtls')],
  ['clients without a name', { ...ofWeb, rules: [toPort] }, { beside: [off] }, 'allows'],
  ['pods in ambient mode', { rules: [fromBank] }, { where: 'amb', beside: [ambient] }, 'stays: ciliumAmbientPods'],
  [
    'pods outside of the mesh',
    { rules: [fromBank] },
    { where: 'out', beside: [namespace('out', { 'istio-injection': 'disabled' })] },
    'allows',
  ],
  [
    'such pods that the input has',
    { rules: [fromBank] },
    { where: 'out', beside: [namespace('out', { 'istio-injection': 'disabled' }), deployment('o', {}, 'out')] },
    'allows: ciliumUnmeshedSubject',
  ],
  ['machines', { ...ofWeb, rules: [fromBank] }, { beside: [machine] }, 'stays: ciliumGovernedMachine'],
  ['pods beside machines', { selector: { matchLabels: { app: 'api' } }, rules: [fromBank] }, { beside: [machine] }, 'allows'],
]

describe('where a policy is enforced, about', () => {
  test.each(rows)('%s', (_, spec, given, expected) => expect(one(spec, given)).toBe(expected))
})

describe('several policies', () => {
  const allow = policy('allow', { ...ofWeb, rules: [fromBank] })
  const deny = policy('deny', { ...ofWeb, action: 'DENY', rules: [{ from: [{ source: { namespaces: ['prod'] } }] }] })
  const denyGet = policy('deny-get', { ...ofWeb, action: 'DENY', rules: [toGet] })
  const other = policy('other', { selector: { matchLabels: { app: 'api' } }, rules: [fromBank] })
  const external = policy('ask', { ...ofWeb, action: 'CUSTOM', provider: { name: 'x' }, rules: [toGet] })
  const whole = policy('whole', { rules: [fromBank] })

  test('of the same pods are each written alone', () => {
    expect(place([...mesh, allow, deny, other])).toMatchObject({
      translated: ['allow', 'deny', 'other'],
      staying: [],
      written: ['allow allows for allow', 'deny denies for deny', 'other allows for other'],
    })
  })

  test('go together where one denies requests', () => {
    const placed = place([...mesh, allow, denyGet, other])
    expect(placed).toMatchObject({
      translated: ['allow', 'deny-get', 'other'],
      written: ['allow allows for allow deny-get', 'other allows for other'],
    })
    expect(placed.said.filter((text) => text.startsWith('ciliumDivided'))).toEqual(['ciliumDividedPods at deny-get'])
    expect(place([...mesh, deny, denyGet]).written).toEqual(['deny denies for deny', 'deny-get allows for deny-get'])
    expect(place([...mesh, denyGet, whole]).written).toEqual(['whole allows for deny-get whole', 'whole-2 allows for whole'])
  })

  test('of the same pods stay where one stays, and those of other pods do not', () => {
    expect(place([...mesh, allow, external, other])).toMatchObject({
      translated: ['other'],
      staying: ['allow', 'ask'],
      said: ['ciliumExternal at ask', 'ciliumHeldBack at allow', 'ciliumClosesUncaptured at other'],
    })
  })

  test('stay by way of one that shares pods with both', () => {
    const placed = place([...mesh, external, whole, other])
    expect(placed).toMatchObject({ translated: [], staying: ['ask', 'other', 'whole'], written: [] })
    expect(placed.said).toEqual(['ciliumExternal at ask', 'ciliumHeldBack at whole', 'ciliumHeldBack at other'])
  })

  test('stay beside what is said to hold them back, once each', () => {
    const attachment = { scope: 'namespace', namespace: 'prod' } as const
    expect(place([...mesh, allow, other], { obstacles: [{ attachment, what: 'a thing' }] })).toMatchObject({
      translated: [],
      said: ['ciliumHeldBack at allow', 'ciliumHeldBack at other'],
    })
    const elsewhere = { scope: 'namespace', namespace: 'bank' } as const
    expect(place([...mesh, allow], { obstacles: [{ attachment: elsewhere, what: 'a thing' }] }).staying).toEqual([])
  })

  test('that cannot be written together stay together, each with why', () => {
    const large = policy('large', { ...ofWeb, action: 'DENY', rules: [{ to: [{ operation: { paths: ['/a*'] } }] }] })
    const placed = place([...mesh, allow, large, other], { regexSize: 1 })
    expect(placed).toMatchObject({ translated: ['other'], staying: ['allow', 'large'] })
    expect(placed.said.filter((text) => !text.includes('Uncaptured'))).toEqual([
      'ciliumPatternTooLarge at large',
      'ciliumHeldBack at allow',
    ])
    expect(place([...mesh, allow, large]).staying).toEqual([])
  })

  test('beside a policy of the network are denials of what they leave out, together', () => {
    const opened = [...mesh, networkPolicy('opens', 'web')]
    const second = policy('second', { ...ofWeb, rules: [{ from: [{ source: { namespaces: ['prod'] } }] }] })
    expect(place([...opened, allow, second, deny, other]).written).toEqual([
      'deny denies for deny',
      'other allows for other',
      'allow denies for allow second',
    ])
    expect(place([...opened, allow, denyGet])).toMatchObject({ translated: [], staying: ['allow', 'deny-get'] })
    const wide = place([...opened, whole, denyGet, other])
    expect(wide).toMatchObject({ translated: [], staying: ['deny-get', 'other', 'whole'] })
  })

  test('take no name that a policy of Cilium has', () => {
    const taken = document(
      'cilium.io/v2',
      'CiliumNetworkPolicy',
      { name: 'allow', namespace: 'prod' },
      {
        endpointSelector: { matchLabels: { app: 'api' } },
        egress: [{ toEntities: ['all'] }],
      },
    )
    expect(place([...mesh, taken, allow]).written).toEqual(['allow-2 allows for allow'])
  })
})
