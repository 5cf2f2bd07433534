import { isNamespaceName } from '../../crd/structural/name-formats.ts'
import { type InputGaps, inputGaps, missingText } from '../../model/input-gaps.ts'
import type { Mesh } from '../../model/mesh.ts'
import { InputRefusedError } from '../process/errors.ts'

/** `--strict-input`: an input that is not the whole mesh is refused, whatever would become of it. */
export function requireCompleteInput(meshes: readonly { readonly mesh: Mesh; readonly side?: string }[]): void {
  for (const { mesh, side } of meshes) {
    const gaps = inputGaps(mesh)
    if (gaps === undefined) continue
    const input = side === undefined ? 'the input' : `the input ${side}`
    const commands = commandsFor(gaps, mesh.settings.rootNamespace).map((command) => `  ${command}`)
    throw new InputRefusedError(`${input} lacks ${missingText(gaps)}; nothing was written (--strict-input)`, ['fetch it with', ...commands])
  }
}

/** What acts on a whole mesh from its root namespace, and what a namespace holds that is read. */
const policies = [
  ...['authorizationpolicies.security.istio.io', 'requestauthentications.security.istio.io', 'peerauthentications.security.istio.io'],
  ...['sidecars.networking.istio.io', 'envoyfilters.networking.istio.io', 'virtualservices.networking.istio.io'],
  ...['destinationrules.networking.istio.io', 'serviceentries.networking.istio.io', 'wasmplugins.extensions.istio.io'],
].join(',')

/** Older releases of Istio do not have this kind, and `kubectl get` gives nothing at all where one kind of several is unknown to the server. */
const newerPolicies = 'trafficextensions.extensions.istio.io'

const workloads = 'deployments,statefulsets,daemonsets,jobs,cronjobs,services,serviceaccounts,networkpolicies'

function commandsFor({ meshConfiguration, rootNamespace, namespaces }: InputGaps, configured: string): string[] {
  // It comes from the input, and a command line must not have anything else in it.
  const root = isNamespaceName(configured) ? configured : 'ROOT_NAMESPACE'
  return [
    ...(meshConfiguration ? [`kubectl get configmap istio -n ${root} -o yaml > mesh-configuration.yaml`] : []),
    ...(rootNamespace === undefined
      ? []
      : [
          `kubectl get namespace ${root} -o yaml > root-namespace.yaml`,
          `kubectl get ${policies} -n ${root} -o yaml > root-policies.yaml`,
          newerPoliciesOf(root, 'root'),
        ]),
    ...(namespaces.length === 0 ? [] : [`kubectl get namespace ${namespaces.join(' ')} -o yaml > namespaces.yaml`]),
    ...namespaces.flatMap((name) => [
      `kubectl get ${workloads},${policies} -n ${name} -o yaml > ${name}.yaml`,
      newerPoliciesOf(name, name),
    ]),
  ]
}

function newerPoliciesOf(namespace: string, file: string): string {
  return `kubectl get ${newerPolicies} -n ${namespace} -o yaml > ${file}-extensions.yaml  # where the cluster has this kind`
}
