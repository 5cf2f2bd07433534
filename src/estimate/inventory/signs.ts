import { leafAt, leavesOf } from '../../account/leaves.ts'
import { type Place, placeAt } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import type { SourceObject } from '../../model/object.ts'

/** By what an object shows that something beside the mesh depends on it, and where. */
interface Sign {
  readonly what: string
  readonly of: (object: SourceObject) => Place | undefined
}

/** The places of an object by its group, and by its kind where the group has others too. */
function ofKind(group: RegExp, kind?: RegExp): Sign['of'] {
  return ({ ref, place }) => (group.test(groupOf(ref.apiVersion)) && (kind === undefined || kind.test(ref.kind)) ? place : undefined)
}

/** The first text of an object that matches, such as the expression of an alert. */
function ofText(kind: RegExp, ...patterns: readonly RegExp[]): Sign['of'] {
  return (object) => {
    if (!kind.test(object.ref.kind)) return undefined
    for (const path of leavesOf(object.value, [])) {
      const text = leafAt(object.value, path)
      if (typeof text === 'string' && patterns.every((pattern) => pattern.test(text))) return placeAt(object.place, path)
    }
    return undefined
  }
}

/** Where an object has a label or annotation with such a value. */
function ofMetadata(name: RegExp, value = /(?:)/): Sign['of'] {
  return (object) => {
    for (const path of leavesOf(object.value, [])) {
      const key = path.at(-1)
      const under = path.at(-2)
      if ((under !== 'labels' && under !== 'annotations') || typeof key !== 'string' || !name.test(key)) continue
      const text = leafAt(object.value, path)
      if (typeof text === 'string' && value.test(text)) return placeAt(object.place, path)
    }
    return undefined
  }
}

function first(...of: readonly Sign['of'][]): Sign['of'] {
  return (object) => {
    for (const one of of) {
      const place = one(object)
      if (place !== undefined) return place
    }
    return undefined
  }
}

const usesWasm = ofText(/^EnvoyFilter$/, /envoy\.(?:filters\.http\.|filters\.network\.|extensions\..*)wasm/)

/** What a workload's metrics are called in Istio, and the label that says which proxy reported them. */
const istioMetric = /\bistio_(?:requests?|request_\w+|response_\w+|tcp_\w+)/

export const signs: readonly Sign[] = [
  { what: 'Flagger', of: ofKind(/^flagger\.app$/) },
  { what: 'Argo Rollouts', of: ofKind(/^argoproj\.io$/, /^(?:Rollout|AnalysisTemplate|ClusterAnalysisTemplate)$/) },
  { what: 'Knative', of: ofKind(/(?:^|\.)knative\.dev$/) },
  { what: 'KEDA', of: ofKind(/^(?:http\.)?keda\.sh$/) },
  { what: 'NetworkPolicies', of: ofKind(/^networking\.k8s\.io$/, /^NetworkPolicy$/) },
  {
    what: 'policies of other network plugins',
    of: first(
      ofKind(/^(?:crd\.)?projectcalico\.org$/, /NetworkPolicy$/),
      ofKind(/^(?:cilium\.io|policy\.networking\.k8s\.io|crd\.antrea\.io)$/, /Policy$/),
    ),
  },
  { what: 'rules of Prometheus that ask by reporter', of: ofText(/^PrometheusRule$/, istioMetric, /\breporter\b/) },
  { what: 'other rules of Prometheus on metrics of Istio', of: ruleWithoutReporter },
  { what: 'dashboards on metrics of Istio', of: ofText(/^(?:ConfigMap|GrafanaDashboard)$/, istioMetric) },
  { what: 'EnvoyFilters', of: ofKind(/^networking\.istio\.io$/, /^EnvoyFilter$/) },
  { what: 'Wasm plugins', of: first(ofKind(/^extensions\.istio\.io$/, /^WasmPlugin$/), usesWasm) },
  { what: 'tracing by proxies', of: tracing },
  {
    what: 'several clusters or networks',
    of: first(
      ofMetadata(/^topology\.istio\.io\/network$/),
      ofMetadata(/^istio\/multiCluster$/, /^true$/),
      ofText(/^Gateway$/, /^AUTO_PASSTHROUGH$/),
    ),
  },
  {
    what: 'identities of SPIRE',
    of: first(ofKind(/^spire\.spiffe\.io$/), ofText(/./, /^csi\.spiffe\.io$/), ofMetadata(/^inject\.istio\.io\/templates$/, /\bspire\b/)),
  },
]

/** What is counted elsewhere (its objects are resources that the translator has a word on), or not at all (dashboards and alerts). */
export const withoutPoints: ReadonlySet<string> = new Set([
  'rules of Prometheus that ask by reporter',
  'other rules of Prometheus on metrics of Istio',
  'dashboards on metrics of Istio',
  'EnvoyFilters',
  'Wasm plugins',
])

function ruleWithoutReporter(object: SourceObject): Place | undefined {
  return ofText(/^PrometheusRule$/, istioMetric, /\breporter\b/)(object) === undefined
    ? ofText(/^PrometheusRule$/, istioMetric)(object)
    : undefined
}

/** Telemetry that traces, or a mesh configuration that does. Applications have to pass the headers on in any mode. */
function tracing(object: SourceObject): Place | undefined {
  const { spec } = object.value as { spec?: { tracing?: unknown } }
  if (object.ref.kind === 'Telemetry' && spec?.tracing !== undefined) return object.place.field('spec').field('tracing')
  return /^(?:IstioOperator|ConfigMap)$/.test(object.ref.kind) ? ofText(/./, /\benableTracing: *true\b/)(object) : undefined
}
