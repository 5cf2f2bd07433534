import { catalogue } from '../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../src/diagnostics/diagnostic.ts'

/** Facts about the cluster that manifests do not tell; the policies are exact where all of them hold. */
const facts = [
  'every pod in the namespaces and service accounts that policies name had a sidecar and called with mutual TLS',
  'no other CiliumNetworkPolicy, CiliumClusterwideNetworkPolicy or NetworkPolicy selects the same pods',
  'Cilium runs with its default label filter and `policyEnforcementMode` `default`',
  'there is one cluster, and all principals are of the local trust domain',
  'the input has every namespace, gateway and machine of the mesh',
]

export function ciliumAssumptions(): Diagnostic[] {
  return [
    ...facts.map((fact, index) => diagnose(catalogue.ciliumAssumption, undefined, { number: index + 1, fact })),
    diagnose(catalogue.ciliumNodeReachesPods, undefined, {}),
  ]
}
