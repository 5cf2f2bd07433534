import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

const sight = 'istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule, ztunnel:src/rbac.rs'

/** Policies that ztunnel enforces, in the words that it has. */
export const authorizationAtZtunnel = {
  auditNotAtZtunnel: define<{ policy: string }>({
    code: 'US3009',
    severity: 'warning',
    title: 'An AUDIT policy no longer logs',
    message: ({ policy }) => `AUDIT policy \`${policy}\` will no longer log: not all of its workloads are behind a waypoint`,
    help: 'Use ztunnel’s access log, or give the pods a Service with a cluster IP.',
    fate: 'no-effect',
    why: `istiod does not send AUDIT policies to ztunnel (${sight}). AUDIT policies do not allow or deny requests.`,
  }),
  dryRunLeft: define<{ policy: string }>({
    code: 'US3010',
    severity: 'info',
    title: 'A dry-run policy stays unchanged',
    message: ({ policy }) =>
      `dry-run policy \`${policy}\` is not enforced and stays unchanged; ztunnel reports on it only if istiod has AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY`,
    help: 'Remove it, or attach it to a Service to continue the dry run at a waypoint. Keep AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY off with ztunnel before 1.29, which would enforce the policy.',
    fate: 'no-effect',
    why: 'Since Istio 1.29 AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY enables dry run in ztunnel; older releases of ztunnel enforce such policies when the flag is on (istio release notes 1.29).',
  }),
  emptySelector: define<{ policy: string }>({
    code: 'US3011',
    severity: 'info',
    title: 'An empty selector is removed',
    message: ({ policy }) => `the empty selector of \`${policy}\` selects every pod for sidecars and no pod for ztunnel, so it is removed`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: 'For ztunnel a policy with a selector is not namespace-wide, and an empty selector matches no labels (istio:pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies).',
  }),
  respelledForZtunnel: define<{ policy: string }>({
    code: 'US3012',
    severity: 'info',
    title: 'An identity is rewritten for ztunnel',
    message: ({ policy }) =>
      `identities in \`${policy}\` are rewritten to a form that ztunnel supports (no trust domain aliases, no \`trustDomains\`)`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: `ztunnel compares principals as text and does not support trust domain aliases, trustDomains and source.serviceAccount (${sight}).`,
  }),
  // US3013 is retired: US3213 says it at the route.
  misreadAtZtunnel: define<{ policy: string; value: string }>({
    code: 'US3016',
    severity: 'error',
    title: 'A policy that must stay would match more at ztunnel',
    message: ({ policy, value }) =>
      `\`${policy}\` must stay for workloads outside ambient, but ztunnel would interpret \`${value}\` more broadly`,
    help: 'Give ambient and other pods policies of their own, or name the namespaces and principals in full; until then its workloads keep their sidecars.',
    fate: 'refused',
    why: `ztunnel ignores trustDomains and reads a \`*\` inside a value literally (${sight}), so an ALLOW rule would allow more.`,
  }),
  aliasesNotAccepted: define<{ aliases: string }>({
    code: 'US3017',
    severity: 'warning',
    title: 'Peers from alias trust domains are refused by ztunnel',
    message: ({ aliases }) => `ztunnel refuses peers of the alias trust domains ${aliases}`,
    help: 'Finish the move to one trust domain before the migration.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'A peer’s trust domain must be the workload’s own (ztunnel:src/tls/certificate.rs).',
  }),
} as const
