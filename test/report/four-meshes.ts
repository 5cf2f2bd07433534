import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { vi } from 'vitest'
import { targets } from '../../translators/index.ts'
import { answerOf, labelsFrom } from '../traffic/small-mesh.ts'

/** A mesh that every report is printed of. */
export interface ReportedMesh {
  readonly name: string
  /** Writes it into the current folder. */
  readonly lay: () => void
  /** What `convert` and `estimate` are given. */
  readonly input: readonly string[]
  /** What `diff` and `verify` are given. */
  readonly sides: readonly string[]
  /** What makes the translator go wrong, where a translation is to allow more. */
  readonly spoil?: () => void
}

const examples = resolve('examples')
const toAmbient = ['mesh.yaml', '--to', 'ambient']

const byHand = ['before', '--against', 'after']

export const fourMeshes: readonly ReportedMesh[] = [
  { name: 'clean', lay: () => writeFileSync('mesh.yaml', clean()), input: toAmbient, sides: toAmbient },
  { name: 'refusals', lay: () => writeFileSync('mesh.yaml', `${clean()}${refused}`), input: toAmbient, sides: toAmbient },
  {
    name: 'wider',
    lay: () => {
      cpSync(`${examples}/by-hand`, '.', { recursive: true })
      writeFileSync('mesh.yaml', clean())
    },
    input: toAmbient,
    sides: byHand,
    spoil: forgetPolicies,
  },
  {
    name: 'large',
    lay: () => {
      mkdirSync('mesh')
      for (let index = 0; index < 130; index++) writeFileSync(`mesh/team-${String(index).padStart(3, '0')}.yaml`, teamOf(index))
    },
    input: ['mesh', '--to', 'ambient', '--no-verify'],
    sides: ['mesh', '--to', 'ambient'],
  },
]

/** The third one with traffic that was seen. */
export const withTraffic: ReportedMesh = {
  name: 'traffic',
  lay: () => {
    cpSync(`${examples}/by-hand`, '.', { recursive: true })
    writeFileSync('traffic.json', JSON.stringify(answerOf([labelsFrom('web', 'cart'), '42'], [labelsFrom('unknown', 'cart'), '3'])))
  },
  input: [],
  sides: [...byHand, '--traffic', 'traffic.json'],
}

/** An emitter that forgets the policies. */
function forgetPolicies(): void {
  const { emit } = targets.ambient
  vi.spyOn(targets.ambient, 'emit').mockImplementation((mesh, options) => {
    const emission = emit(mesh, options)
    const removals = mesh.authorization.map(({ place }) => ({
      kind: 'remove' as const,
      target: place.object,
      causes: [place],
      why: 'a test',
    }))
    return { ...emission, changes: [...emission.changes, ...removals] }
  })
}

function clean(): string {
  return `apiVersion: v1
kind: Namespace
metadata: {name: istio-system}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: "{}"}
---
apiVersion: v1
kind: Namespace
metadata:
  name: storage
  labels:
    istio-injection: enabled # by the platform team
---
apiVersion: v1
kind: Service
metadata: {name: queue, namespace: storage}
spec: {selector: {app: queue}, ports: [{name: tcp, port: 5672}]}
---
apiVersion: v1
kind: Pod
metadata: {name: queue, namespace: storage, labels: {app: queue}}
spec: {serviceAccountName: queue, containers: [{name: queue, image: queue, ports: [{containerPort: 5672}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: queue-clients, namespace: storage}
spec:
  selector: {matchLabels: {app: queue}}
  rules: [{from: [{source: {principals: [cluster.local/ns/storage/sa/worker]}}], to: [{operation: {ports: ["5672"]}}]}]
`
}

const refused = `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: tap, namespace: storage}
spec:
  workloadSelector: {labels: {app: queue}}
  configPatches: [{applyTo: NETWORK_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: INSERT_BEFORE, value: {name: tap}}}]
`

function teamOf(index: number): string {
  const name = `team-${String(index).padStart(3, '0')}`
  const note = `# ${'why this team has this policy, in words '.repeat(60)}\n`
  return `${note}apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {istio-injection: enabled}, annotations: {note: "${'n'.repeat(3000)}"}}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: ${name}}
spec: {selector: {app: api}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: ${name}, labels: {app: api}}
spec: {containers: [{name: api, image: api, ports: [{containerPort: 8080}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: ${name}}
spec:
  selector: {matchLabels: {app: api}}
  rules: [{from: [{source: {namespaces: [${name}]}}], to: [{operation: {methods: [GET]}}]}]
`
}
