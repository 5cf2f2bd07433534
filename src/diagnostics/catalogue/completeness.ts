import { definesAt } from '../diagnostic.ts'

const define = definesAt('meaning')

/** Parts of a mesh that the input does not contain, such as the policies of the root namespace. */
export const completeness = {
  inputIncomplete: define<{ missing: string }>({
    code: 'US0040',
    severity: 'warning',
    title: 'The input is not the whole mesh',
    message: ({ missing }) =>
      `the input lacks ${missing}: a mesh-wide AuthorizationPolicy, RequestAuthentication, PeerAuthentication, EnvoyFilter or Sidecar that is not in the input also applies to the workloads that move, and nothing in the output enforces it, so requests that it denies may be allowed`,
    help: 'Add what is missing to the input; `--strict-input` refuses an incomplete input and prints the commands that fetch the rest.',
    why: 'Sidecars enforce the policies of the root namespace; no policy without `targetRefs` acts on a waypoint (istio:pilot/pkg/model/policyattachment.go). Policies of the input are written for what enforces them in the target (waypoints, CiliumNetworkPolicies); policies outside the input cannot be. Mesh settings decide about trust domains, egress and mTLS of all clients.',
    example: 'unsidecar convert shop/ --to ambient   # manifests of one team, and nothing of istio-system',
  }),
} as const
