import type { Schema } from '../schema.ts'
import {
  annotationMap,
  choice,
  fields,
  flag,
  integer,
  intOrText,
  labelMap,
  list,
  named,
  portNumber,
  portNumberOrName,
  text,
  textMap,
} from './shapes.ts'

const metaFields = {
  generateName: named('name prefix'),
  namespace: named('DNS label'),
  labels: labelMap,
  annotations: annotationMap,
  creationTimestamp: text,
  ownerReferences: list(fields({ apiVersion: text, kind: text, name: text, controller: flag })),
} as const

const objectMeta = fields({ ...metaFields, name: named('DNS subdomain') })
/** A Namespace and a Service are a part of a DNS name, every other object has one of its own. */
const singleLabelMeta = fields({ ...metaFields, name: named('DNS label') })

/** `metadata` of an object of a kind whose schema is known. */
export function metadataSchema(group: string, kind: string): Schema {
  return group === '' && (kind === 'Namespace' || kind === 'Service') ? singleLabelMeta : objectMeta
}

/** `metadata` of pods that are still to be made, which get their names later. */
const templateMeta = fields({ labels: labelMap, annotations: annotationMap })

const requirement = fields({
  key: named('label key'),
  operator: choice('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: list(named('label value')),
})
const labelSelector = fields({ matchLabels: labelMap, matchExpressions: list(requirement) })

const portOrNone = { ...portNumber, minimum: 0 }
const targetPort = { ...portNumberOrName, minimum: 0 }
const accountName = named('DNS subdomain')

const execAction = fields({ command: list(text) })
const httpGet = fields({ path: text, port: intOrText, host: text, scheme: text })
const probe = fields({ httpGet, tcpSocket: fields({ port: intOrText }), grpc: fields({ port: integer, service: text }), exec: execAction })
const handler = fields({ exec: execAction, httpGet })

const securityContext = fields({ runAsUser: integer, runAsGroup: integer })

const container = fields({
  name: text,
  image: text,
  command: list(text),
  args: list(text),
  env: list(fields({ name: text, value: text })),
  ports: list(fields({ name: named('port name'), containerPort: portNumber, hostPort: portOrNone, protocol: text })),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: fields({ preStop: handler, postStart: handler }),
  restartPolicy: text,
  securityContext,
})

const podSpec = fields({
  securityContext,
  serviceAccountName: accountName,
  serviceAccount: accountName,
  automountServiceAccountToken: flag,
  hostNetwork: flag,
  containers: list(container),
  initContainers: list(container),
  ephemeralContainers: list(container),
  restartPolicy: text,
  terminationGracePeriodSeconds: integer,
  dnsPolicy: text,
  nodeSelector: labelMap,
  volumes: list(fields({ name: text })),
})

const podTemplate = fields({ metadata: templateMeta, spec: podSpec })
const replicated = fields({ replicas: integer, selector: labelSelector, template: podTemplate })
/** Whose selector is a map of labels, as that of a Service is. */
const byLabels = fields({ replicas: integer, selector: labelMap, template: podTemplate })
const jobSpec = fields({ selector: labelSelector, parallelism: integer, completions: integer, template: podTemplate })

const serviceSpec = fields({
  type: choice('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  clusterIP: text,
  clusterIPs: list(text),
  selector: labelMap,
  ports: list(
    fields({
      name: named('DNS label'),
      port: portNumber,
      targetPort: targetPort,
      protocol: choice('TCP', 'UDP', 'SCTP'),
      appProtocol: text,
      nodePort: portOrNone,
    }),
  ),
  externalName: named('host name'),
  externalIPs: list(text),
  publishNotReadyAddresses: flag,
})

const peers = list(
  fields({
    podSelector: labelSelector,
    namespaceSelector: labelSelector,
    ipBlock: fields({ cidr: named('cidr'), except: list(named('cidr')) }),
  }),
)
const policyPorts = list(fields({ protocol: choice('TCP', 'UDP', 'SCTP'), port: portNumberOrName, endPort: portNumber }))

const networkPolicySpec = fields({
  podSelector: labelSelector,
  policyTypes: list(choice('Ingress', 'Egress')),
  ingress: list(fields({ from: peers, ports: policyPorts })),
  egress: list(fields({ to: peers, ports: policyPorts })),
})

const virtualServiceRef = fields({ name: text, routes: list(text) })
const rolloutSpec = fields({
  replicas: integer,
  selector: labelSelector,
  template: podTemplate,
  workloadRef: fields({ apiVersion: text, kind: text, name: text }),
  strategy: fields({
    canary: fields({
      stableService: text,
      canaryService: text,
      trafficRouting: fields({
        istio: fields({
          virtualService: virtualServiceRef,
          virtualServices: list(virtualServiceRef),
          destinationRule: fields({ name: text, canarySubsetName: text, stableSubsetName: text }),
        }),
      }),
    }),
    blueGreen: fields({ activeService: text, previewService: text }),
  }),
})

/** Kubernetes' own kinds that readers read, Argo's Rollout and Flagger's Canary, by group and kind; every API version of them has these fields. */
export const coreSchemas: ReadonlyMap<string, Schema> = new Map([
  ['/Namespace', fields({})],
  ['/Pod', fields({ spec: podSpec })],
  ['/Service', fields({ spec: serviceSpec })],
  ['/ServiceAccount', fields({})],
  ['/ConfigMap', fields({ data: textMap, binaryData: textMap, immutable: flag })],
  ['apps/Deployment', fields({ spec: replicated })],
  ['apps/StatefulSet', fields({ spec: replicated })],
  ['apps/DaemonSet', fields({ spec: replicated })],
  ['apps/ReplicaSet', fields({ spec: replicated })],
  ['batch/Job', fields({ spec: jobSpec })],
  [
    'batch/CronJob',
    fields({ spec: fields({ schedule: text, suspend: flag, jobTemplate: fields({ metadata: templateMeta, spec: jobSpec }) }) }),
  ],
  ['networking.k8s.io/NetworkPolicy', fields({ spec: networkPolicySpec })],
  ['/ReplicationController', fields({ spec: byLabels })],
  ['apps.openshift.io/DeploymentConfig', fields({ spec: byLabels })],
  ...['CloneSet', 'StatefulSet', 'DaemonSet'].map((kind): [string, Schema] => [`apps.kruise.io/${kind}`, fields({ spec: replicated })]),
  ['argoproj.io/Rollout', fields({ spec: rolloutSpec })],
  [
    'flagger.app/Canary',
    fields({ spec: fields({ targetRef: fields({ name: text }), service: fields({ name: named('DNS label') }), provider: text }) }),
  ],
])
