import { describe, expect, test } from 'vitest'
import type { AnnouncedAddress } from '../../../../../src/diagnostics/diagnostic.ts'
import { lostCallers } from '../../../../../translators/istio-ambient/emit/authorization/lost-callers.ts'
import { migrationOf, namespace, policy } from '../../translating.ts'

const pods = (inNamespace: string, name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: inNamespace },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'example.org/app:1' }] },
    },
  },
})

const service = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'prod' },
  spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
})

/** Keeps the pods `app: name` of `dev` on their sidecars. */
const held = (name: string) => ({
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: `of-${name}`, namespace: 'dev' },
  spec: {
    workloadSelector: { labels: { app: name } },
    configPatches: [
      { applyTo: 'HTTP_FILTER', match: { context: 'SIDECAR_OUTBOUND' }, patch: { operation: 'INSERT_BEFORE', value: { name: 'x' } } },
    ],
  },
})

/** In `prod` runs `shelf`, in `dev` `reader`, which keeps its sidecar, and `clerk`, which does not. */
const mesh = [namespace('prod'), pods('prod', 'shelf'), namespace('dev'), pods('dev', 'reader'), pods('dev', 'clerk'), held('reader')]

/** Who is said to lose access, to which pods: `all` where nothing is left whom the policy names. */
function lost(rules: readonly object[], more: readonly object[] = [], spec: object = {}): string[] {
  const objects = [...mesh, ...more, policy('p', { selector: { matchLabels: { app: 'shelf' } }, rules, ...spec })]
  return lostCallers(migrationOf(objects))
    .filter(({ code }) => code === 'US3108' || code === 'US3109')
    .map(({ code, message, announcesAt }) => {
      const [, callers, from] = /admits (.*) to (.*?)(?: by L7 conditions|$)/.exec(message) ?? []
      return `${code === 'US3108' ? 'all' : 'some'}: ${callers} to ${from} at ${announcesAt?.map(textOf).join(', ')}`.replaceAll('`', '')
    })
}

function textOf({ of, namespace, name, port }: AnnouncedAddress): string {
  return `${of === 'pods' ? 'pods' : 'Service'} ${namespace}/${name}${port === undefined ? '' : `:${port}`}`
}

const get = { to: [{ operation: { methods: ['GET'] } }] }
const reader = { source: { principals: ['cluster.local/ns/dev/sa/reader'] } }
const clerk = { source: { serviceAccounts: ['dev/clerk'] } }
const atPods = 'prod/shelf at pods prod/shelf'
const atBoth = 'prod/shelf at pods prod/shelf, Service prod/shelf'

describe('named callers lose access by a condition that only a waypoint sees', () => {
  test('all of them where the pods have no waypoint', () => {
    expect(lost([{ from: [reader, clerk], ...get }])).toEqual([`all: dev/clerk, dev/reader to ${atPods}`])
    expect(lost([{ from: [{ source: { namespaces: ['dev'] } }], ...get }])).toEqual([`all: namespace dev to ${atPods}`])
  })

  test('those that keep their sidecars where there is one', () => {
    expect(lost([{ from: [reader, clerk], ...get }], [service('shelf')])).toEqual([`some: dev/reader to ${atBoth}`])
    expect(lost([{ from: [clerk], ...get }], [service('shelf')])).toEqual([])
  })

  test('a namespace keeps its sidecars where all of its pods do', () => {
    const dev = [{ from: [{ source: { namespaces: ['dev'] } }], ...get }]
    expect(lost(dev, [service('shelf')])).toEqual([])
    expect(lost(dev, [service('shelf'), held('clerk')])).toEqual([`all: namespace dev to ${atBoth}`])
  })

  test('some of those that rules name when others are admitted without a name', () => {
    for (const others of [
      get,
      { from: [{ source: { namespaces: ['d*'] } }], ...get },
      { from: [{ source: { notNamespaces: ['x'] } }], ...get },
    ])
      expect(lost([{ from: [reader], ...get }, others])).toEqual([`some: dev/reader to ${atPods}`])
    expect(lost([{ from: [reader, { source: { requestPrincipals: ['*'] } }], ...get }])).toEqual([`some: dev/reader to ${atPods}`])
  })

  test('also beside a condition that is no identity', () => {
    expect(lost([{ from: [{ source: { principals: ['cluster.local/ns/dev/sa/reader'], ipBlocks: ['10.0.0.0/8'] } }], ...get }])).toEqual([
      `all: dev/reader to ${atPods}`,
    ])
  })
})

describe('callers lose nothing', () => {
  test('that a rule admits which ztunnel sees', () => {
    const ports = { to: [{ operation: { ports: ['8080'] } }] }
    for (const admits of [
      { from: [reader] },
      { from: [reader], ...ports },
      ports,
      { from: [{ source: { namespaces: ['dev'] } }] },
      { from: [{ source: { principals: ['cluster.local/ns/x/sa/y'] } }, reader] },
      { from: [{ source: { namespaces: ['x', 'dev'] } }] },
      { from: [{ source: { principals: ['*'] } }] },
      { from: [{ source: { notPrincipals: ['cluster.local/ns/dev/sa/clerk'] } }] },
      { from: [{ source: { serviceAccounts: ['dev/reader'], notNamespaces: ['x'] } }] },
    ])
      expect(lost([{ from: [reader], ...get }, admits]), JSON.stringify(admits)).toEqual([])
  })

  test('but only those that it does admit', () => {
    for (const other of [
      { from: [clerk] },
      { from: [{ source: { serviceAccounts: ['x/reader'] } }] },
      { from: [{ source: { namespaces: ['x'] } }] },
      { from: [{ source: { notPrincipals: ['cluster.local/ns/dev/sa/reader'] } }] },
      { from: [{ source: { namespaces: ['dev'], notPrincipals: ['cluster.local/ns/dev/sa/reader'] } }] },
      { from: [{ source: { namespaces: ['dev'], principals: ['cluster.local/ns/dev/sa/clerk'] } }] },
    ])
      expect(lost([{ from: [reader], ...get }, other]).join(), JSON.stringify(other)).toContain('dev/reader')
  })

  test('of a namespace, some of whose accounts are admitted', () => {
    expect(lost([{ from: [{ source: { namespaces: ['dev'] } }], ...get }, { from: [reader] }])).toEqual([])
  })

  test('by a policy that denies, does not decide, or names nobody', () => {
    const rules = [{ from: [reader], ...get }]
    expect(lost(rules, [], { action: 'DENY' })).toEqual([])
    expect(lost(rules, [], { action: 'AUDIT' })).toEqual([])
    for (const source of [
      { namespaces: ['d*'] },
      { principals: ['*'] },
      { principals: ['cluster.local/ns/dev/*'] },
      { notPrincipals: ['cluster.local/ns/dev/sa/reader'] },
    ])
      expect(lost([{ from: [{ source }], ...get }]), JSON.stringify(source)).toEqual([])
    const dry = policy('p', { rules })
    const diagnostics = lostCallers(
      migrationOf([...mesh, { ...dry, metadata: { ...dry.metadata, annotations: { 'istio.io/dry-run': 'true' } } }]),
    )
    expect(diagnostics.map(({ code }) => code)).not.toContain('US3108')
  })

  test('that another ALLOW policy of the same pods admits', () => {
    const rules = [{ from: [reader], ...get }]
    expect(lost(rules, [policy('q', { rules: [{ from: [reader] }] })])).toEqual([])
    expect(lost(rules, [policy('q', { action: 'DENY', rules: [{ from: [reader] }] })])).toHaveLength(1)
  })
})

test('pods that lose the same callers are named together, in one order', () => {
  const objects = [...mesh, pods('prod', 'attic'), policy('p', { rules: [{ from: [reader, clerk], ...get }] })]
  const [found, ...rest] = lostCallers(migrationOf(objects)).filter(({ code }) => code === 'US3108')
  expect(rest).toEqual([])
  expect(found?.message).toContain('admits `dev/clerk`, `dev/reader` to `prod/attic`, `prod/shelf`')
  expect(found?.related.map(({ message }) => message).sort()).toEqual(['`prod/attic`', '`prod/shelf`'])
})
