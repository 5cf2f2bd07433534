import type { Schema } from '../schema.ts'
import { choice, fields, flag, integer, intOrText, list, portNumber, text, textMap } from './shapes.ts'

/** `metadata`, of every object. */
export const objectMeta = fields({
  name: text,
  generateName: text,
  namespace: text,
  labels: textMap,
  annotations: textMap,
  creationTimestamp: text,
  ownerReferences: list(fields({ apiVersion: text, kind: text, name: text, controller: flag })),
})

const labelSelector = fields({
  matchLabels: textMap,
  matchExpressions: list(fields({ key: text, operator: choice('In', 'NotIn', 'Exists', 'DoesNotExist'), values: list(text) })),
})

const execAction = fields({ command: list(text) })
const httpGet = fields({ path: text, port: intOrText, host: text, scheme: text })
const probe = fields({ httpGet, tcpSocket: fields({ port: intOrText }), grpc: fields({ port: integer, service: text }), exec: execAction })
const handler = fields({ exec: execAction, httpGet })

const container = fields({
  name: text,
  image: text,
  command: list(text),
  args: list(text),
  env: list(fields({ name: text, value: text })),
  ports: list(fields({ name: text, containerPort: portNumber, hostPort: integer, protocol: text })),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: fields({ preStop: handler, postStart: handler }),
  restartPolicy: text,
  securityContext: fields({ runAsUser: integer, runAsGroup: integer }),
})

const podSpec = fields({
  serviceAccountName: text,
  serviceAccount: text,
  automountServiceAccountToken: flag,
  hostNetwork: flag,
  containers: list(container),
  initContainers: list(container),
  ephemeralContainers: list(container),
  restartPolicy: text,
  terminationGracePeriodSeconds: integer,
  dnsPolicy: text,
  nodeSelector: textMap,
  volumes: list(fields({ name: text })),
})

const podTemplate = fields({ metadata: objectMeta, spec: podSpec })
const replicated = fields({ replicas: integer, selector: labelSelector, template: podTemplate })
const jobSpec = fields({ selector: labelSelector, parallelism: integer, completions: integer, template: podTemplate })

const serviceSpec = fields({
  type: choice('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
  clusterIP: text,
  clusterIPs: list(text),
  selector: textMap,
  ports: list(
    fields({
      name: text,
      port: portNumber,
      targetPort: intOrText,
      protocol: choice('TCP', 'UDP', 'SCTP'),
      appProtocol: text,
      nodePort: integer,
    }),
  ),
  externalName: text,
  externalIPs: list(text),
  publishNotReadyAddresses: flag,
})

const peers = list(
  fields({ podSelector: labelSelector, namespaceSelector: labelSelector, ipBlock: fields({ cidr: text, except: list(text) }) }),
)
const policyPorts = list(fields({ protocol: choice('TCP', 'UDP', 'SCTP'), port: intOrText, endPort: integer }))

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

/** Kubernetes' own kinds that readers read, and Argo's Rollout, by group and kind; every API version of them has these fields. */
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
    fields({ spec: fields({ schedule: text, suspend: flag, jobTemplate: fields({ metadata: objectMeta, spec: jobSpec }) }) }),
  ],
  ['networking.k8s.io/NetworkPolicy', fields({ spec: networkPolicySpec })],
  ['argoproj.io/Rollout', fields({ spec: rolloutSpec })],
])
