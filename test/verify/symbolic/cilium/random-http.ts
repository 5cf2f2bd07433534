import { document } from '../../../decide/documents.ts'
import fc from '../../../fast-check.ts'

/** Random policies of Cilium that ask about requests, on the pods of `n/web`, and requests that come near to what they ask. */

const patterns = {
  path: [
    '/',
    '/a',
    '/a.*',
    '/a(\\?[!-~]*)?',
    '/a/[!-.0->@-~]+/b',
    '[!->@-~]*\\.json(\\?.*)?',
    '(?i)/A(/.*)?',
    '/a\\?x=1',
    '//a',
    '/a%2Fb',
    '/(b|c)[!-~]*q',
  ],
  method: ['GET', 'GET|POST', 'get', '[^D].*'],
  host: ['web', '(?i)WEB(:[0-9]+)?', 'web\\.n.*'],
} as const

const header = fc.constantFrom('X-Team: web', 'X-Team', 'X-Team:web', 'Accept: a')
const headerMatch = fc.constantFrom({ name: 'X-Team', value: 'web' }, { name: 'X-Team', value: 'ops', mismatch: 'ADD' }, { name: 'X-Team' })

const entry = fc.record(
  {
    path: fc.constantFrom(...patterns.path),
    method: fc.constantFrom(...patterns.method),
    host: fc.constantFrom(...patterns.host),
    headers: fc.array(header, { maxLength: 1 }),
    headerMatches: fc.array(headerMatch, { maxLength: 1 }),
  },
  { requiredKeys: [] },
)

const ports = fc.constantFrom<object>(
  { port: '8080', protocol: 'TCP' },
  { port: '8080', endPort: 8081, protocol: 'TCP' },
  { port: 'http', protocol: 'TCP' },
  { port: '8081', protocol: 'TCP' },
)

const list = fc.oneof(
  fc.record({ ports: fc.array(ports, { minLength: 1, maxLength: 2 }) }),
  fc.record({ ports: fc.tuple(ports), rules: fc.record({ http: fc.array(entry, { maxLength: 3 }) }) }),
  fc.record({ ports: fc.tuple(ports), serverNames: fc.constant(['web.n.example']) }),
)

const peers = fc.constantFrom<object>(
  {},
  { fromEntities: ['all'] },
  { fromEntities: ['world'] },
  { fromEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'other' } }] },
  { fromEndpoints: [{}] },
)

const rule = fc.tuple(peers, fc.array(list, { minLength: 1, maxLength: 2 })).map(([from, toPorts]) => ({ ...from, toPorts }))

const spec = fc
  .record(
    {
      ingress: fc.array(rule, { minLength: 1, maxLength: 3 }),
      ingressDeny: fc.array(
        fc.tuple(peers, fc.tuple(ports)).map(([from, [port]]) => ({ ...from, toPorts: [{ ports: [port] }] })),
        { minLength: 1, maxLength: 1 },
      ),
      enableDefaultDeny: fc.record({ ingress: fc.boolean() }),
    },
    { requiredKeys: ['ingress'] },
  )
  .map((one) => ({ endpointSelector: { matchLabels: { app: 'web' } }, ...one }))

export const httpPolicies = fc
  .array(spec, { minLength: 1, maxLength: 3 })
  .map((specs) => specs.map((one, index) => document('cilium.io/v2', 'CiliumNetworkPolicy', { name: `p${index}`, namespace: 'n' }, one)))

const target = fc.constantFrom(
  ...[
    '/',
    '/a',
    '/a?x=1',
    '/a?x=2',
    '/a?',
    '//a',
    '/a//b',
    '/a/x/b',
    '/a/x/y/b',
    '/x.json',
    '/x.json?q',
    '/A/b',
    '/a%2Fb',
    '/bq',
    '/b?q',
    '/%61',
  ],
)

export const httpRequest = fc.record({
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  target,
  authority: fc.constantFrom('web', 'web.n', 'WEB:80', 'web:80'),
  headers: fc.constantFrom<Readonly<Record<string, string>>>({}, { 'x-team': 'web' }, { 'x-team': 'other' }, { accept: 'a' }),
})
