import type { InputFile } from '../../src/manifest/manifest-set.ts'
import { backing } from '../../src/model/decide/topology.ts'
import { servicesForHost } from '../../src/model/hosts.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Service } from '../../src/model/service.ts'
import { selects } from '../../src/model/workload.ts'
import { readManifests } from '../../src/translate.ts'

/**
 * The files, and pods where the input has none: behind every Service, for every subset and for every selector of a policy. Without pods
 * nobody can tell where requests end up, so no damage to routes could show.
 */
export function peopled(files: readonly InputFile[], defaultNamespace?: string): InputFile[] {
  const { mesh } = readManifests(files, defaultNamespace)
  const pods = mesh.services.flatMap((service) => {
    const { selector, namespace, name } = service
    if (selector === undefined || Object.keys(selector).length === 0) return []
    const wanted = [selector, ...subsetsOf(mesh, service).map((labels) => ({ ...selector, ...labels }))]
    return wanted.flatMap((labels, index) => {
      const missing =
        index === 0
          ? backing(mesh, service).length === 0
          : !mesh.workloads.some((pod) => pod.namespace === namespace && selects(labels, pod.labels))
      return missing ? [deployment(`${name}-${index}`, namespace, labels, service)] : []
    })
  })
  return pods.length === 0
    ? [...files]
    : [...files, { path: 'added-pods.yaml', text: pods.map((pod) => JSON.stringify(pod)).join('\n---\n') }]
}

function subsetsOf(mesh: Mesh, service: Service): Readonly<Record<string, string>>[] {
  return mesh.backendPolicies
    .filter(({ host, namespace }) => servicesForHost(mesh, host, namespace).includes(service))
    .flatMap(({ subsets }) => subsets.map(({ labels }) => labels))
}

function deployment(name: string, namespace: string, labels: Readonly<Record<string, string>>, { ports }: Service): object {
  const containerPorts = ports.map((port) =>
    typeof port.targetPort === 'number' ? { containerPort: port.targetPort } : { containerPort: 9000 + port.port, name: port.targetPort },
  )
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'app', ports: containerPorts }] },
      },
    },
  }
}
