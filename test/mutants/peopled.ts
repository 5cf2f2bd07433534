import type { InputFile } from '../../src/manifest/input-file.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { Service, ServicePort } from '../../src/model/service.ts'
import { type Labels, selects } from '../../src/model/workload.ts'
import { servicesForHost } from '../../src/resolve/hosts.ts'
import { readManifests } from '../../src/translate.ts'

/**
 * The files, and pods where the input has none: behind every Service, for every subset, for
 * every selector of a policy and in every namespace. Without pods
 * the input does not say where requests end up, so no damage to routes could show.
 */
export function peopled(files: readonly InputFile[], defaultNamespace?: string): InputFile[] {
  const { mesh } = readManifests(files, { defaultNamespace })
  const pods: Pods[] = [...mesh.workloads]
  const added: object[] = []
  const add = (name: string, namespace: string, labels: Labels, ports: readonly ContainerPort[]): void => {
    if (namespace === '' || pods.some((pod) => pod.namespace === namespace && selects(labels, pod.labels))) return
    pods.push({ namespace, labels })
    added.push(deployment(name, namespace, labels, ports))
  }
  for (const service of mesh.services) {
    const { selector, namespace, name, ports } = service
    if (selector === undefined || Object.keys(selector).length === 0) continue
    const wanted = [...subsetsOf(mesh, service).map((labels) => ({ ...selector, ...labels })), selector]
    for (const [index, labels] of wanted.entries()) add(`${name}-${index}`, namespace, labels, ports.map(behind))
  }
  for (const { attachment, name, place } of [...mesh.authorization, ...mesh.peerAuthentication])
    if (attachment.scope === 'workloads')
      add(`${name}-pods`, attachment.namespace ?? place.object.namespace, attachment.labels, [{ containerPort: 8080 }])
  for (const { name } of mesh.namespaces) if (name !== mesh.settings.rootNamespace) add('some', name, {}, [{ containerPort: 8080 }])
  return added.length === 0
    ? [...files]
    : [...files, { path: 'added-pods.yaml', text: added.map((pod) => JSON.stringify(pod)).join('\n---\n') }]
}

interface Pods {
  readonly namespace: string
  readonly labels: Labels
}

interface ContainerPort {
  readonly containerPort: number
  readonly name?: string
}

function subsetsOf(mesh: Mesh, service: Service): Labels[] {
  return mesh.backendPolicies
    .filter(({ host, namespace }) => servicesForHost(mesh, host, namespace).includes(service))
    .flatMap(({ subsets }) => subsets.map(({ labels }) => labels))
}

function behind({ port, targetPort }: ServicePort): ContainerPort {
  return typeof targetPort === 'number' ? { containerPort: targetPort } : { containerPort: 9000 + port, name: targetPort }
}

function deployment(name: string, namespace: string, given: Labels, ports: readonly ContainerPort[]): object {
  const labels = Object.keys(given).length === 0 ? { app: name } : given
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'app', ports }] },
      },
    },
  }
}
