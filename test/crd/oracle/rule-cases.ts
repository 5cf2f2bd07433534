/** A value that violates a rule, where chance does not find one: `rule` is a part of the rule's text that no other rule has. */
export interface RuleCase {
  readonly rule: string
  readonly violating: unknown
}

const prefixRedirect = {
  filters: [{ type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/x' } } }],
}
const sixteenRulesOfNine = Array.from({ length: 16 }, () => ({ matches: Array.from({ length: 9 }, () => ({})) }))

export const ruleCases: readonly RuleCase[] = [
  {
    rule: "a1.type == 'IPAddress'",
    violating: [
      { type: 'IPAddress', value: '10.0.0.1' },
      { type: 'IPAddress', value: '10.0.0.1' },
    ],
  },
  {
    rule: "a1.type == 'Hostname'",
    violating: [
      { type: 'Hostname', value: 'a.example.com' },
      { type: 'Hostname', value: 'a.example.com' },
    ],
  },
  { rule: "self.type == 'Hostname' ? (!has(self.value)", violating: { type: 'Hostname', value: 'Not A Host' } },
  {
    rule: "l.protocol in ['TCP', 'UDP']  ? (!has(l.hostname)",
    violating: [{ name: 'a', port: 9000, protocol: 'TCP', hostname: 'a.example.com' }],
  },
  { rule: 'exists_one(l2, l1.name == l2.name)', violating: [{ name: 'a' }, { name: 'a' }] },
  {
    rule: "self.kind == 'XBackend') ? !has(self.port)",
    violating: { group: 'gateway.networking.x-k8s.io', kind: 'XBackend', name: 'a', port: 80 },
  },
  {
    rule: "r.kind == 'ClusterTrustBundle' && has(r.namespace)",
    violating: [{ group: 'certificates.k8s.io', kind: 'ClusterTrustBundle', name: 'a', namespace: 'b' }],
  },
  { rule: 'has(self[15].matches)', violating: sixteenRulesOfNine },
  { rule: '(self.size() > 0 ? self[0].matches.size()', violating: sixteenRulesOfNine },
  {
    rule: 'has(b.filters) && b.filters.exists_one(f, has(f.requestRedirect)',
    violating: { matches: [{ path: { type: 'Exact', value: '/x' } }], backendRefs: [prefixRedirect] },
  },
  { rule: "!self.endsWith('.cluster.local')", violating: 'a.cluster.local' },
  { rule: "!self.value.contains('%2F')", violating: { type: 'PathPrefix', value: '/a%2Fb' } },
  { rule: "|| self.type == 'RegularExpression'", violating: { type: 'Glob', value: '/a' } },
  { rule: 'exists_one(t2, t1.port == t2.port)', violating: [{ port: 443 }, { port: 443 }] },
  { rule: "l.protocol == 'TLS' ? has(l.tls)", violating: [{ name: 'a', port: 443, protocol: 'TLS' }] },
  { rule: "!h.contains('*') ? h.matches", violating: ['-a'] },
  { rule: "h.contains('*') ? (h.startsWith", violating: ['a.*'] },
]
