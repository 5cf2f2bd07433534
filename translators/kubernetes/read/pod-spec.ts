import type { Container, PodSpec, SecurityContext } from '../../../src/crd/core/pod.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import type { ContainerPort, Workload } from '../../../src/model/workload.ts'

type Command = Workload['commands'][number]

/** What a pod's spec says to the mesh. */
export interface PodFacts {
  readonly serviceAccount?: string
  readonly hostNetwork: boolean
  readonly runsAs: RunsAs
  readonly main: readonly ContainerFacts[]
  readonly init: readonly ContainerFacts[]
}

/** The user and group of processes, where they are written. */
export interface RunsAs {
  readonly user?: { readonly id: number; readonly place: Place }
  readonly group?: { readonly id: number; readonly place: Place }
}

export interface ContainerFacts {
  readonly name: string
  readonly runsAs: RunsAs
  /** An init container that goes on running beside the application (`restartPolicy: Always`). */
  readonly staysUp: boolean
  readonly ports: readonly ContainerPort[]
  readonly command: readonly Command[]
  readonly args: readonly Command[]
  readonly hooks: readonly Command[]
}

const noMeshMeaning = unread('says nothing about the mesh')

const containerFields: FieldMap<Container, ContainerFacts, undefined> = {
  name: (name) => ({ name }),
  command: (list, at) => ({ command: commands(list, at) }),
  args: (list, at) => ({ args: commands(list, at) }),
  ports: (list) => ({
    ports: list.flatMap(({ name, containerPort, protocol = 'TCP' }) =>
      containerPort === undefined ? [] : [{ ...(name === undefined ? {} : { name }), port: containerPort, protocol }],
    ),
  }),
  lifecycle: ({ postStart, preStop }, at) => ({
    hooks: [
      ...commands(postStart?.exec?.command ?? [], at.field('postStart').field('exec').field('command')),
      ...commands(preStop?.exec?.command ?? [], at.field('preStop').field('exec').field('command')),
    ],
  }),
  image: noMeshMeaning,
  env: noMeshMeaning,
  livenessProbe: noMeshMeaning,
  readinessProbe: noMeshMeaning,
  startupProbe: noMeshMeaning,
  restartPolicy: (policy) => ({ staysUp: policy === 'Always' }),
  securityContext: (context, at) => ({ runsAs: readRunsAs(context, at) }),
}

const podFields: FieldMap<PodSpec, PodFacts, undefined> = {
  // The deprecated alias first: the field it stands for overrules it.
  serviceAccount: (serviceAccount) => (serviceAccount === '' ? {} : { serviceAccount }),
  serviceAccountName: (serviceAccount) => (serviceAccount === '' ? {} : { serviceAccount }),
  hostNetwork: (hostNetwork) => ({ hostNetwork }),
  containers: (list, at) => ({ main: list.map((container, position) => readContainer(container, at.index(position))) }),
  initContainers: (list, at) => ({ init: list.map((container, position) => readContainer(container, at.index(position))) }),
  ephemeralContainers: noMeshMeaning,
  securityContext: (context, at) => ({ runsAs: readRunsAs(context, at) }),
  automountServiceAccountToken: noMeshMeaning,
  restartPolicy: noMeshMeaning,
  terminationGracePeriodSeconds: noMeshMeaning,
  dnsPolicy: noMeshMeaning,
  nodeSelector: noMeshMeaning,
  volumes: noMeshMeaning,
}

export function readPodSpec(spec: PodSpec, place: Place): PodFacts {
  return { hostNetwork: false, runsAs: {}, main: [], init: [], ...readFields(podFields, spec, place, undefined) }
}

function readContainer(container: Container, place: Place): ContainerFacts {
  const none = { name: '', runsAs: {}, staysUp: false, ports: [], command: [], args: [], hooks: [] }
  return { ...none, ...readFields(containerFields, container, place, undefined) }
}

function readRunsAs({ runAsUser, runAsGroup }: SecurityContext, at: Place): RunsAs {
  return {
    ...(runAsUser === undefined || runAsUser === null ? {} : { user: { id: runAsUser, place: at.field('runAsUser') } }),
    ...(runAsGroup === undefined || runAsGroup === null ? {} : { group: { id: runAsGroup, place: at.field('runAsGroup') } }),
  }
}

function commands(list: readonly string[], at: Place): Command[] {
  return list.map((text, position) => ({ text, place: at.index(position) }))
}
