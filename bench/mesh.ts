import type { InputFile } from '../src/manifest/input-file.ts'
import { envoyFilter, plugin, telemetry } from './mesh/extensions.ts'
import { canaryRoute, external, gateway, gatewayRoute, machine, meshRoute, pool, subsets, visibility } from './mesh/networking.ts'
import {
  addressPolicy,
  denyPolicy,
  externalPolicy,
  httpPolicy,
  namespacePolicy,
  peerAuthentication,
  portException,
  tokens,
} from './mesh/security.ts'
import { namespaceText, workloadTexts } from './mesh/workloads.ts'

/** Numbers that look random and are the same in every run (a linear congruential generator, Numerical Recipes). */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** What holds for the whole mesh: settings, and two resources of the root namespace. */
const meshWide = `apiVersion: v1
kind: ConfigMap
metadata:
  name: istio
  namespace: istio-system
data:
  mesh: |
    trustDomain: cluster.local
    extensionProviders:
      - name: ext-authz
        envoyExtAuthzHttp:
          service: ext-authz.edge.svc.cluster.local
          port: 8000
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: no-guests
  namespace: istio-system
spec:
  action: DENY
  rules:
    - from:
        - source:
            namespaces: ["guests"]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: default
  namespace: istio-system
spec:
  host: "*.local"
  trafficPolicy:
    tls:
      mode: ISTIO_MUTUAL
`

const services = 8

/**
 * A mesh with about as many Istio resources as asked for, in namespaces of eight Services that have the same names in each. The mix is
 * counted over some 1,360 resources of public repositories: a quarter VirtualServices (a third of them for the mesh, a third with
 * subsets), a sixth AuthorizationPolicies (58 % with HTTP rules, some for a namespace, some that ask a service), DestinationRules,
 * ServiceEntries, Gateways, and some of everything else. Most of it moves. What keeps its sidecars, because of an EnvoyFilter, a WasmPlugin or an external authorizer, or,
 * for a whole namespace, a Sidecar, has no routes of the mesh: else all that may call it would have to stay as well.
 */
export function generatedMesh(resources: number): { files: InputFile[]; resources: number } {
  const random = numbers(resources)
  const files: InputFile[] = [{ path: 'istio-system/mesh.yaml', text: meshWide }]
  let made = 2
  for (let number = 0; made < resources; number++) {
    const namespace = `team-${String(number).padStart(4, '0')}`
    const core = [namespaceText(namespace)]
    const istio: string[] = [peerAuthentication(namespace), gateway(namespace)]
    const sometimes = (share: number, make: () => string): void => {
      if (random() < share) istio.push(make())
    }
    const hasSidecar = random() < 0.1
    const [plugged, filtered] = [random() < 0.1, random() < 0.1]
    for (let index = 0; index < services; index++) {
      const app = `app-${index}`
      const asksOutside = random() < 0.04
      const stays = hasSidecar || asksOutside || (plugged && index === services - 2) || (filtered && index === services - 1)
      core.push(...workloadTexts(namespace, app))
      sometimes(0.55, () => (random() < 0.58 ? httpPolicy(namespace, app) : addressPolicy(namespace, app)))
      sometimes(0.1, () => denyPolicy(namespace, app))
      if (asksOutside) istio.push(externalPolicy(namespace, app))
      sometimes(0.06, () => portException(namespace, app))
      const kind = stays ? 1 : random()
      istio.push(kind < 0.25 ? canaryRoute(namespace, app) : kind < 0.38 ? meshRoute(namespace, app) : gatewayRoute(namespace, app))
      if (kind < 0.25) istio.push(subsets(namespace, app))
      else if (!stays) sometimes(0.45, () => pool(namespace, app))
      sometimes(0.15, () => tokens(namespace, app))
      sometimes(0.5, () => external(namespace, index))
    }
    sometimes(0.9, () => namespacePolicy(namespace))
    sometimes(0.9, () => telemetry(namespace))
    sometimes(0.5, () => machine(namespace, number % 200))
    if (hasSidecar) istio.push(visibility(namespace))
    if (filtered) istio.push(envoyFilter(namespace, `app-${services - 1}`))
    if (plugged) istio.push(plugin(namespace, `app-${services - 2}`))
    made += istio.length
    files.push({ path: `${namespace}/workloads.yaml`, text: core.join('---\n') })
    files.push({ path: `${namespace}/istio.yaml`, text: istio.join('---\n') })
  }
  return { files, resources: made }
}
