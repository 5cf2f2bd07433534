import type { Schema } from '../schema.ts'
import type { CanarySpec } from './canary.ts'
import type { ConfigMapFields } from './config-map.ts'
import { containerPorts, servicePorts } from './distinct-ports.ts'
import type { LabelSelectorRequirement, LabelSelectorSpec } from './label-selector.ts'
import type {
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from './network-policy.ts'
import type { ObjectMeta, OwnerReference } from './object-meta.ts'
import type {
  Container,
  ContainerPortSpec,
  EnvVar,
  ExecAction,
  HttpGetAction,
  Lifecycle,
  LifecycleHandler,
  PodSpec,
  PodTemplateSpec,
  Probe,
  SecurityContext,
  Volume,
} from './pod.ts'
import type { ServicePortSpec, ServiceSpec } from './service.ts'
import {
  annotationMap,
  enumOf,
  fields,
  flagType,
  formatted,
  integer,
  intOrText,
  labelMap,
  listType,
  portNumber,
  portNumberOrName,
  textMap,
  textType,
} from './shapes.ts'
import type { ByLabelsSpec, CronJobSpec, JobSpec, ReplicatedSpec, RolloutSpec, RolloutVirtualService } from './workloads.ts'

const metaFields = {
  generateName: formatted('name prefix'),
  namespace: formatted('DNS label'),
  labels: labelMap,
  annotations: annotationMap,
  creationTimestamp: textType,
  ownerReferences: listType(fields<OwnerReference>({ apiVersion: textType, kind: textType, name: textType, controller: flagType })),
} as const

const objectMeta = fields<ObjectMeta>({ ...metaFields, name: formatted('DNS subdomain') })
/** A Namespace and a Service are a part of a DNS name, every other object has one of its own. */
const singleLabelMeta = fields<ObjectMeta>({ ...metaFields, name: formatted('DNS label') })

/** `metadata` of an object of a kind whose schema is known. */
export function metadataSchema(group: string, kind: string): Schema {
  return group === '' && (kind === 'Namespace' || kind === 'Service') ? singleLabelMeta : objectMeta
}

/** `metadata` of pods that are still to be made, which get their names later. */
const templateMeta = fields({ labels: labelMap, annotations: annotationMap })

const requirement = fields<LabelSelectorRequirement>({
  key: formatted('label key'),
  operator: enumOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: listType(formatted('label value')),
})
const labelSelector = fields<LabelSelectorSpec>({ matchLabels: labelMap, matchExpressions: listType(requirement) })

const portOrNone = { ...portNumber, minimum: 0 }
const targetPort = { ...portNumberOrName, minimum: 0 }
const accountName = formatted('DNS subdomain')

const execAction = fields<ExecAction>({ command: listType(textType) })
const httpGet = fields<HttpGetAction>({ path: textType, port: intOrText, host: textType, scheme: textType })
const probe = fields<Probe>({
  httpGet,
  tcpSocket: fields({ port: intOrText }),
  grpc: fields({ port: integer, service: textType }),
  exec: execAction,
})
const handler = fields<LifecycleHandler>({ exec: execAction, httpGet })

const securityContext = fields<SecurityContext>({ runAsUser: integer, runAsGroup: integer })

const container = fields<Container>({
  name: textType,
  image: textType,
  command: listType(textType),
  args: listType(textType),
  env: listType(fields<EnvVar>({ name: textType, value: textType, valueFrom: 'anything' })),
  ports: containerPorts(
    listType(
      fields<ContainerPortSpec>({ name: formatted('port name'), containerPort: portNumber, hostPort: portOrNone, protocol: textType }),
    ),
  ),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: fields<Lifecycle>({ preStop: handler, postStart: handler }),
  restartPolicy: textType,
  securityContext,
})

const podSpec = fields<PodSpec>({
  securityContext,
  serviceAccountName: accountName,
  serviceAccount: accountName,
  automountServiceAccountToken: flagType,
  hostNetwork: flagType,
  containers: listType(container),
  initContainers: listType(container),
  ephemeralContainers: listType(container),
  restartPolicy: textType,
  terminationGracePeriodSeconds: integer,
  dnsPolicy: textType,
  nodeSelector: labelMap,
  volumes: listType(fields<Volume>({ name: textType })),
})

const podTemplate = fields<PodTemplateSpec>({ metadata: templateMeta, spec: podSpec })
const replicated = fields<ReplicatedSpec>({ replicas: integer, selector: labelSelector, template: podTemplate })
/** Whose selector is a map of labels, as that of a Service is. */
const byLabels = fields<ByLabelsSpec>({ replicas: integer, selector: labelMap, template: podTemplate })
const jobSpec = fields<JobSpec>({ selector: labelSelector, parallelism: integer, completions: integer, template: podTemplate })

const serviceSpec = fields<ServiceSpec>({
  type: enumOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  clusterIP: textType,
  clusterIPs: listType(textType),
  selector: labelMap,
  ports: servicePorts(
    listType(
      fields<ServicePortSpec>({
        name: formatted('DNS label'),
        port: portNumber,
        targetPort: targetPort,
        protocol: enumOf('TCP', 'UDP', 'SCTP'),
        appProtocol: textType,
        nodePort: portOrNone,
      }),
    ),
  ),
  externalName: formatted('host name'),
  externalIPs: listType(textType),
  publishNotReadyAddresses: flagType,
  internalTrafficPolicy: 'anything',
  externalTrafficPolicy: 'anything',
  loadBalancerClass: 'anything',
  loadBalancerSourceRanges: 'anything',
  sessionAffinity: 'anything',
  trafficDistribution: 'anything',
})

const peers = listType(
  fields<NetworkPolicyPeer>({
    podSelector: labelSelector,
    namespaceSelector: labelSelector,
    ipBlock: fields({ cidr: formatted('cidr'), except: listType(formatted('cidr')) }),
  }),
)
const policyPorts = listType(
  fields<NetworkPolicyPort>({ protocol: enumOf('TCP', 'UDP', 'SCTP'), port: portNumberOrName, endPort: portNumber }),
)

const networkPolicySpec = fields<NetworkPolicySpec>({
  podSelector: labelSelector,
  policyTypes: listType(enumOf('Ingress', 'Egress')),
  ingress: listType(fields<NetworkPolicyIngressRule>({ from: peers, ports: policyPorts })),
  egress: listType(fields<NetworkPolicyEgressRule>({ to: peers, ports: policyPorts })),
})

const virtualServiceRef = fields<RolloutVirtualService>({ name: textType, routes: listType(textType) })
const rolloutSpec = fields<RolloutSpec>({
  replicas: integer,
  selector: labelSelector,
  template: podTemplate,
  workloadRef: fields({ apiVersion: textType, kind: textType, name: textType }),
  strategy: fields({
    canary: fields({
      stableService: textType,
      canaryService: textType,
      trafficRouting: fields({
        istio: fields({
          virtualService: virtualServiceRef,
          virtualServices: listType(virtualServiceRef),
          destinationRule: fields({ name: textType, canarySubsetName: textType, stableSubsetName: textType }),
        }),
      }),
    }),
    blueGreen: fields({ activeService: textType, previewService: textType }),
  }),
})

/** Kubernetes' own kinds that readers read, Argo's Rollout and Flagger's Canary, by group and kind; every API version of them has these fields. */
export const coreSchemas: ReadonlyMap<string, Schema> = new Map([
  ['/Namespace', fields({})],
  ['/Pod', fields({ spec: podSpec })],
  ['/Service', fields({ spec: serviceSpec })],
  ['/ServiceAccount', fields({})],
  ['/ConfigMap', fields<ConfigMapFields>({ data: textMap, binaryData: textMap, immutable: flagType })],
  ['apps/Deployment', fields({ spec: replicated })],
  ['apps/StatefulSet', fields({ spec: replicated })],
  ['apps/DaemonSet', fields({ spec: replicated })],
  ['apps/ReplicaSet', fields({ spec: replicated })],
  ['batch/Job', fields({ spec: jobSpec })],
  [
    'batch/CronJob',
    fields({
      spec: fields<CronJobSpec>({ schedule: textType, suspend: flagType, jobTemplate: fields({ metadata: templateMeta, spec: jobSpec }) }),
    }),
  ],
  ['networking.k8s.io/NetworkPolicy', fields({ spec: networkPolicySpec })],
  ['/ReplicationController', fields({ spec: byLabels })],
  ['apps.openshift.io/DeploymentConfig', fields({ spec: byLabels })],
  ...['CloneSet', 'StatefulSet', 'DaemonSet'].map((kind): [string, Schema] => [`apps.kruise.io/${kind}`, fields({ spec: replicated })]),
  ['argoproj.io/Rollout', fields({ spec: rolloutSpec })],
  [
    'flagger.app/Canary',
    fields({
      spec: fields<CanarySpec>({
        targetRef: fields({ name: textType }),
        service: fields({ name: formatted('DNS label') }),
        provider: textType,
      }),
    }),
  ],
])
