import { definesAt } from '../diagnostic.ts'

const define = definesAt('meaning')

/** What a mesh always has and the input does not. */
export const completeness = {
  inputIncomplete: define<{ missing: string }>({
    code: 'US0040',
    severity: 'warning',
    title: 'The input is not the whole mesh',
    message: ({ missing }) =>
      `the input lacks ${missing}: an AuthorizationPolicy, RequestAuthentication, PeerAuthentication, EnvoyFilter or Sidecar for the whole mesh that is not in the input acts on what moves as well, and no waypoint enforces it: what it denies may be allowed`,
    help: 'Give what is missing beside these files; `--strict-input` refuses an input that lacks it and prints the commands that fetch it.',
    why: 'Sidecars enforce the policies of the root namespace; no policy without `targetRefs` acts on a waypoint (istio:pilot/pkg/model/policyattachment.go). What is in the input is copied to the waypoints that are made; what is not in it cannot be. Mesh settings decide about trust domains, egress and mTLS of all clients.',
    example: 'unsidecar convert shop/ --to ambient   # manifests of one team, and nothing of istio-system',
  }),
} as const
