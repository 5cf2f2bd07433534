import type { Place } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import { workloadKinds } from '../../model/deciding-kinds.ts'
import { proxyLabels, sidecarLabels } from '../../model/injected-labels.ts'
import type { LabelExpression, LabelSelector } from '../../model/label-selector.ts'
import { enrolmentLabels, keysOf, type LabelUse } from '../../model/label-use.ts'
import type { SourceObject } from '../../model/object.ts'
import { isRecord } from './identity.ts'
import { plainTextOf } from './source-object.ts'

/**
 * The selectors of an object that name a label of enrolment, or one that the injector writes. They are found by their form, because objects of any kind have them:
 * `matchLabels` and `matchExpressions`, the plain `selector` of Services and Istio's Gateways, `workloadSelector.labels`, the labels
 * of a DestinationRule's subsets, and the `sourceLabels` of a VirtualService.
 */
export function labelUsesOf(object: SourceObject, rootNamespace: string): LabelUse[] {
  if (selectsByEnrolment.has(groupOf(object.ref.apiVersion))) return []
  const { kind, name, namespace } = object.ref
  // Routes ask for labels of clients wherever these run.
  const everywhere = namespace === '' || namespace === rootNamespace || kind === 'VirtualService'
  if (!ofMovedPods.isIn(object)) return []
  const { names } = ofMovedPods
  return selectorsIn(object.value, object.place, { namespaces: false, anywhere: everywhere, names }).map(({ selector, place, about }) => ({
    kind,
    name,
    namespace,
    selects: about.namespaces ? 'namespaces' : 'pods',
    anywhere: about.anywhere,
    ofOwnPods: workloadKinds.has(kind) && place.path[0] === 'spec' && place.path[1] === 'selector',
    selector,
    place,
  }))
}

/** Where an object selects sidecars by a label that istiod adds to those of proxies; undefined where it does not. */
export function proxyLabelUse(object: SourceObject): { readonly label: string; readonly place: Place } | undefined {
  if (!selectsProxies.has(`${groupOf(object.ref.apiVersion)}/${object.ref.kind}`)) return undefined
  if (!ofProxies.isIn(object)) return undefined
  const { names } = ofProxies
  const found = selectorsIn(object.value, object.place, { namespaces: false, anywhere: false, names })
  // Subsets are of endpoints, whose labels are the same in both data planes but for those of the injector.
  const [use] = found.filter(({ place }) => !place.path.includes('subsets'))
  const label = use === undefined ? undefined : keysOf(use.selector).find(names)
  return use === undefined || label === undefined ? undefined : { label, place: use.place }
}

/** Labels that are looked for. */
class SoughtLabels {
  readonly #labels: ReadonlySet<string>
  /** Any of them, in a text. */
  readonly #written: RegExp
  /** Values that name none of them. Values are never changed, and those of documents of one text are read once. */
  readonly #silent = new WeakSet<object>()

  constructor(labels: readonly string[]) {
    this.#labels = new Set(labels)
    this.#written = new RegExp(labels.map((label) => label.replaceAll('.', '\\.')).join('|'))
  }

  readonly names = (key: string): boolean => this.#labels.has(key)

  /** Whether any key of a map of the object, or `key` of an expression, is one of them: most objects have none, and need no places. */
  isIn(object: SourceObject): boolean {
    const { value } = object
    if (this.#silent.has(value)) return false
    const text = plainTextOf(object)
    const found = (text === undefined || this.#written.test(text)) && mentions(value, this.names)
    if (!found) this.#silent.add(value)
    return found
  }
}

const ofMovedPods = new SoughtLabels([...enrolmentLabels, ...sidecarLabels])
const ofProxies = new SoughtLabels(proxyLabels)

const selectsProxies: ReadonlySet<string> = new Set([
  ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'].map((kind) => `security.istio.io/${kind}`),
  ...['Sidecar', 'EnvoyFilter', 'DestinationRule', 'VirtualService'].map((kind) => `networking.istio.io/${kind}`),
  ...['WasmPlugin', 'TrafficExtension'].map((kind) => `extensions.istio.io/${kind}`),
])

/** Webhooks and settings of the injector ask for these labels, because it is they that enrol. */
const selectsByEnrolment: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'install.istio.io',
  'sailoperator.io',
])

interface About {
  readonly namespaces: boolean
  readonly anywhere: boolean
  /** Whether a key is one of those that are looked for. */
  readonly names: (key: string) => boolean
}

interface Found {
  readonly selector: LabelSelector
  readonly place: Place
  readonly about: About
}

function mentions(value: unknown, names: About['names']): boolean {
  if (typeof value === 'string') return names(withoutSource(value))
  if (Array.isArray(value)) return value.some((item) => mentions(item, names))
  if (!isRecord(value)) return false
  for (const key in value) {
    if (key === 'metadata' || key === 'status') continue
    if (names(withoutSource(key)) || mentions(value[key], names)) return true
  }
  return false
}

function selectorsIn(value: unknown, place: Place, about: About): Found[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => selectorsIn(item, place.index(index), about))
  if (!isRecord(value)) return []
  const own = selectorOf(value)
  const found = own === undefined ? [] : usesOf(own, place, about)
  // A peer that names namespaces means pods of others than its own.
  const inside: About = isPeer(value) ? { ...about, anywhere: true } : about
  const inner = Object.entries(value).flatMap(([key, entry]) => {
    if (key === 'metadata' || key === 'status') return []
    const at = place.field(key)
    const ofNamespaces = inside.namespaces || key === 'namespaceSelector' || (key === 'namespaces' && isRecord(entry))
    const plain = plainSelector(key, entry)
    if (plain !== undefined) return usesOf(plain, at, { ...inside, namespaces: ofNamespaces })
    return selectorsIn(entry, at, { ...inside, namespaces: ofNamespaces })
  })
  return [...found, ...inner]
}

function isPeer(value: Readonly<Record<string, unknown>>): boolean {
  const ofPods = value.podSelector !== undefined || value.labelSelector !== undefined
  return ofPods && (value.namespaceSelector !== undefined || value.namespaces !== undefined)
}

function selectorOf({ matchLabels, matchExpressions }: Readonly<Record<string, unknown>>): LabelSelector | undefined {
  if (matchLabels === undefined && matchExpressions === undefined) return undefined
  const expressions = Array.isArray(matchExpressions) ? matchExpressions.filter(isRecord) : []
  return {
    labels: labelsIn(matchLabels) ?? {},
    expressions: expressions.map(({ key, operator, values }) => ({
      key: withoutSource(String(key)),
      operator: operator as LabelExpression['operator'],
      values: Array.isArray(values) ? values.map(String) : [],
    })),
  }
}

/** `selector: {app: web}` of a Service or a Gateway; `labels` of a workloadSelector or a subset; `sourceLabels` of a route. */
function plainSelector(key: string, value: unknown): LabelSelector | undefined {
  if (key !== 'selector' && key !== 'labels' && key !== 'sourceLabels') return undefined
  const labels = labelsIn(value)
  return labels === undefined ? undefined : { labels, expressions: [] }
}

function labelsIn(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined
  const entries = Object.entries(value)
  if (entries.some(([, entry]) => entry === null || typeof entry === 'object')) return undefined
  return Object.fromEntries(entries.map(([key, entry]) => [withoutSource(key), String(entry)]))
}

/** Cilium names where a label is from: `k8s:app`, `any:app` (cilium:pkg/labels). */
function withoutSource(key: string): string {
  return key.startsWith('k8s') || key.startsWith('any') ? key.replace(/^(?:k8s|any)[:.](?=\w)/, '') : key
}

/** Cilium names the namespace of pods by a label; which one a selector asks for is left open. */
function usesOf({ labels, expressions }: LabelSelector, place: Place, about: About): Found[] {
  const selector: LabelSelector = {
    labels: Object.fromEntries(Object.entries(labels).filter(([key]) => !saysWhere.test(key))),
    expressions: expressions.filter(({ key }) => !saysWhere.test(key)),
  }
  if (!keysOf(selector).some(about.names)) return []
  const anywhere = about.anywhere || keysOf({ labels, expressions }).some((key) => saysWhere.test(key))
  return [{ selector, place, about: { ...about, anywhere } }]
}

const saysWhere = /^io\.(kubernetes\.pod\.namespace|cilium\.k8s\.)/
