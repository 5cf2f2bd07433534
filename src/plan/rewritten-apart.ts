import { identityOf } from '../manifest/edit/objects-to-add.ts'
import type { Attachment } from '../model/authorization.ts'
import type { Change } from '../model/change.ts'
import { type Mesh, resolveHost } from '../model/mesh.ts'
import { attachedTo } from '../resolve/attachment.ts'
import { routedServiceOfHost } from '../resolve/hosts.ts'
import { backing, findService } from '../resolve/services.ts'
import { oneByOne } from './step-kind.ts'

/**
 * Objects that are rewritten, in rounds: the objects of one round decide about different pods, of which no Service and no route has several, so that
 * whichever of them is first makes no difference to the others: each round is compared as a whole. Where one may concern any pod, all go one by one.
 */
export function roundsOf(objects: readonly (readonly Change[])[], meshes: readonly Mesh[]): readonly (readonly Change[])[][] {
  const pods = podGroups(meshes)
  const groups: { members: Set<string>; objects: (readonly Change[])[] }[] = []
  for (const object of objects) {
    const own = podsOf(object, meshes)
    // Of what any pod may be about, nothing is apart.
    if (own === undefined) return oneByOne(objects)
    const members = new Set(own.map((pod) => pods.find(pod)))
    const meeting = groups.filter((group) => [...members].some((member) => group.members.has(member)))
    const [first, ...others] = meeting
    if (first === undefined) {
      groups.push({ members, objects: [object] })
      continue
    }
    for (const member of members) first.members.add(member)
    for (const other of others) {
      for (const member of other.members) first.members.add(member)
      first.objects.push(...other.objects)
      groups.splice(groups.indexOf(other), 1)
    }
    first.objects.push(object)
  }
  const inOrder = new Map(objects.map((object, index) => [object, index]))
  for (const group of groups) group.objects.sort((a, b) => inOrder.get(a)! - inOrder.get(b)!)
  const count = Math.max(0, ...groups.map((group) => group.objects.length))
  return Array.from({ length: count }, (_, round) => groups.flatMap((group) => group.objects.slice(round, round + 1)))
}

/** The pods (`namespace/name`) that a policy is attached to in any of the meshes; undefined for objects of other kinds, and where it may be attached to any pod. */
function podsOf([change]: readonly Change[], meshes: readonly Mesh[]): readonly string[] | undefined {
  if (change?.kind !== 'edit') return undefined
  const identity = identityOf(change.target)
  const found = meshes.map((mesh) => {
    const policies = [...mesh.authorization, ...mesh.requestAuthentication, ...mesh.peerAuthentication]
    const own = policies.find(({ place }) => identityOf(place.object) === identity)
    return own === undefined ? undefined : podsAttached(mesh, own.attachment)
  })
  return found.includes(undefined) ? undefined : found.flatMap((pods) => pods ?? [])
}

function podsAttached(mesh: Mesh, attachment: Attachment): readonly string[] | undefined {
  switch (attachment.scope) {
    case 'mesh':
      return undefined
    case 'namespace':
    case 'workloads':
      return mesh.workloads.filter((pod) => attachedTo(attachment, pod, mesh.settings)).map(nameOf)
    case 'targets': {
      const services = attachment.targets.map(({ kind, name }) =>
        kind === 'Service' ? findService(mesh, attachment.namespace, name) : undefined,
      )
      return services.some((service) => service === undefined)
        ? undefined
        : services.flatMap((service) => backing(mesh, service!)).map(nameOf)
    }
  }
}

/** Pods that a Service or a route has together, each group by one of its pods. */
function podGroups(meshes: readonly Mesh[]): { readonly find: (pod: string) => string } {
  const parents = new Map<string, string>()
  const find = (pod: string): string => {
    let at = pod
    for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next
    return at
  }
  const join = ([first, ...others]: readonly string[]): void => {
    for (const other of others) if (find(first!) !== find(other)) parents.set(find(other), find(first!))
  }
  for (const mesh of meshes) {
    for (const service of mesh.services) join(backing(mesh, service).map(nameOf))
    for (const { namespace, hosts, http, tls, tcp } of [...mesh.routes, ...mesh.nodeRoutes]) {
      const actions = http.map(({ action }) => action)
      const named = [...hosts, ...[...actions, ...tls, ...tcp].flatMap(({ backends }) => backends)]
      const services = named.map(({ host }) =>
        routedServiceOfHost(mesh, resolveHost(host, namespace, mesh.settings.clusterDomain), namespace),
      )
      join(services.flatMap((service) => (service === undefined ? [] : backing(mesh, service))).map(nameOf))
    }
  }
  return { find }
}

function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`
}
