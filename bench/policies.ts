import type { InputFile } from '../src/manifest/input-file.ts'

export interface PolicyMesh {
  readonly policies: number
  readonly perWorkload: number
  readonly rules: number
}

/**
 * A mesh of sidecars whose workloads each have some policies of their own: three that allow for one that denies, each rule with a client, a
 * method and two paths. Callers are spread over the mesh, in forty namespaces at most.
 */
export function policyMesh({ policies, perWorkload, rules }: PolicyMesh): InputFile[] {
  const workloads = Math.ceil(policies / perWorkload)
  const namespaces = Math.min(40, workloads)
  const documents: object[] = []
  for (let index = 0; index < namespaces; index += 1)
    documents.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: `team-${index}`, labels: { 'istio-injection': 'enabled' } } })
  for (let index = 0; index < workloads; index += 1) {
    const metadata = { name: `app-${index}`, namespace: `team-${index % namespaces}` }
    documents.push(...workload(metadata))
    for (let policy = 0; policy < Math.min(perWorkload, policies - index * perWorkload); policy += 1)
      documents.push({
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: `${metadata.name}-${policy}`, namespace: metadata.namespace },
        spec: {
          selector: { matchLabels: { app: metadata.name } },
          action: policy % 4 === 3 ? 'DENY' : 'ALLOW',
          rules: Array.from({ length: rules }, (_, rule) => ruleOf(index, policy, rule, workloads, namespaces)),
        },
      })
  }
  return [{ path: 'mesh.yaml', text: documents.map((document) => JSON.stringify(document)).join('\n---\n') }]
}

function ruleOf(index: number, policy: number, rule: number, workloads: number, namespaces: number): object {
  const caller = (index * 7 + policy * 3 + rule) % workloads
  return {
    from: [{ source: { principals: [`cluster.local/ns/team-${caller % namespaces}/sa/app-${caller}`] } }],
    to: [{ operation: { methods: [['GET', 'POST', 'PUT'][rule % 3]], paths: [`/api/${policy}/${rule}*`, `/items/${policy}/${rule}`] } }],
  }
}

function workload(metadata: { readonly name: string; readonly namespace: string }): object[] {
  const labels = { app: metadata.name }
  const containers = [{ name: 'app', image: 'registry.example.com/app:1', ports: [{ containerPort: 8080 }] }]
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { serviceAccountName: metadata.name, containers } },
      },
    },
  ]
}
