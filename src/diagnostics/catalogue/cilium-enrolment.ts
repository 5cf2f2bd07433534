import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** Sidecars that go with the output, and those that stay. */
export const ciliumEnrolment = {
  ciliumKeepsSidecar: define<{ workloads: readonly string[]; because: string }>({
    code: 'US5160',
    severity: 'warning',
    title: 'Pods keep their sidecars',
    message: ({ workloads: [first = '', ...others], because }) =>
      `\`${first}\`${others.length === 0 ? ' keeps its sidecar' : ` and ${others.length} more keep their sidecars`}, because ${because}`,
    help: 'Resolve the findings of what stays, and convert again; labels of injection are removed from pods that need no sidecar any more.',
    why: 'A policy, a route or a limit of egress that is not translated is enforced by sidecars alone; a policy that names clients by identity no longer matches a client without a certificate (istio:pilot/pkg/security/authz/model/generator.go).',
  }),
  ciliumSidecarEncrypts: define<{ workload: string; policy: string }>({
    code: 'US5161',
    severity: 'warning',
    title: 'A sidecar stays behind HTTP rules of Cilium',
    message: ({ workload, policy }) =>
      `\`${workload}\` keeps its sidecar, and Cilium reads no HTTP in what other sidecars encrypt for it: it refuses their requests to the ports that \`${policy}\` asks about`,
    help: 'Resolve what keeps the sidecar first, or apply the policy together with removing it.',
    announces: ['narrower'],
    why: 'Sidecars send mutual TLS to pods that have one (istio:pilot/pkg/networking/core/cluster_tls.go); the HTTP listener of Cilium refuses what is not HTTP (cc:pkg/envoy/xds_server.go).',
  }),
  ciliumPlaintext: define<{ policy: string }>({
    code: 'US5200',
    severity: 'warning',
    title: 'Sidecars that stay speak plaintext to these pods',
    message: ({ policy }) =>
      `some pods of \`${policy}\` may keep their sidecars, so that mutual TLS is switched off for them: Cilium has to read what other sidecars send`,
    help: "Switch on Cilium's transparent encryption (WireGuard or IPsec), and delete the PeerAuthentication together with the last sidecar.",
    why: 'Sidecars send mutual TLS to pods that have one, and plaintext where a PeerAuthentication says DISABLE (istio:pilot/pkg/xds/endpoints/mtls_checker.go); the HTTP listener of Cilium reads plaintext only. All policies of these pods are translated: none of them asks for a certificate.',
  }),
  ciliumUnread: define<{ what: string; scope: string }>({
    code: 'US5081',
    severity: 'error',
    title: 'Input that may decide about requests was not read',
    message: ({ what, scope }) =>
      `${what.includes('`') ? what : `\`${what}\``} was not read, so what may apply to ${scope} with it stays with Istio`,
    help: 'Correct or render it; another finding at the same place says what is wrong. `--assume unread-reviewed` assumes that it has no effect on requests.',
    fate: 'refused',
    why: 'It may be a policy or a route, or change one. Cilium would allow the union of what is translated and what is added later, and a sidecar that is removed enforces neither (cc:pkg/policy/repository.go).',
    example: '{{- if .Values.policies }}   # a template of a Helm chart',
  }),
} as const
