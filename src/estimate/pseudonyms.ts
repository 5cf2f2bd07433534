import { catalogue } from '../diagnostics/catalogue.ts'
import { compareText } from '../diagnostics/place.ts'
import { decidingKinds } from '../model/deciding-kinds.ts'
import type { SourceObject } from '../model/object.ts'
import type { Translation } from '../translation.ts'

/** Names that any mesh has, and that say nothing of this one. */
const wellKnown = new Set(
  'default kube-system kube-public kube-node-lease istio-system istio istiod istio-ingressgateway istio-egressgateway istio-ingress istio-cni ztunnel cilium cluster local svc cluster.local kubernetes waypoint mesh http https tcp grpc tls enabled disabled true false'.split(
    ' ',
  ),
)

/** Groups of Kubernetes and of meshes; kinds of others are a user's own. */
const publicGroup =
  /^(?:apps|batch|autoscaling|policy|extensions|core)?$|(?:^|\.)(?:k8s\.io|istio\.io|cilium\.io|knative\.dev|keda\.sh|flagger\.app|argoproj\.io)$/

/** One pseudonym for each name: the same in every report of the same input, whatever the target and the format. */
export interface Pseudonyms {
  /** A text with every name in it replaced, such as `Deployment workload-2/namespace-1`. */
  readonly inText: (text: string) => string
  /** A path of a file, as a whole. */
  readonly ofFile: (path: string) => string
  /** A path of fields, such as `spec.hosts`: those that no release has are not known to be no names. */
  readonly ofField: (path: string) => string
  readonly ofOwner: (owner: string) => string
  /** The group of an API that is not a public one has a pseudonym. */
  readonly ofApiVersion: (apiVersion: string) => string
}

/**
 * The names of an input: namespaces, objects, service accounts, hosts, values of labels, trust domains and addresses. Numbers follow the names in their
 * sorted order, so that they depend neither on the order of files nor on a key that would have to be kept. `gone`: names that only an earlier report has.
 */
export function pseudonymsOf(
  { input, invalid, unread, mesh, diagnostics, emission }: Translation,
  gone: readonly string[] = [],
): Pseudonyms {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  const add = (kind: string, name: string): void => {
    if (name === '' || wellKnown.has(name) || /^v?\d+(?:\.\d+){0,2}$/.test(name) || names.has(name)) return
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    names.set(name, `${kind}-${count}`)
  }
  const addAll = (kind: string, found: Iterable<string>): void => {
    for (const name of [...new Set(found)].sort(compareText)) add(kind, name)
  }
  const objects = [...input.objects, ...invalid]
  const files = new Map<string, string>()
  const paths = [
    ...objects.map(({ ref }) => ref.file),
    ...input.skipped.map(({ span }) => span.file),
    ...unread.flatMap(({ span }) => (span === undefined ? [] : [span.file])),
  ]
  addAll('namespace', [
    // Named also where nothing of the input is in it.
    mesh.settings.rootNamespace,
    ...mesh.namespaces.map(({ name }) => name),
    ...objects.map(({ ref }) => ref.namespace),
    ...objects.filter(({ ref }) => ref.kind === 'Namespace').map(({ ref }) => ref.name),
  ])
  addAll(
    'workload',
    mesh.workloads.map(({ name }) => name),
  )
  addAll(
    'service',
    mesh.services.map(({ name }) => name),
  )
  addAll(
    'object',
    objects.map(({ ref }) => ref.name),
  )
  addAll(
    'object',
    unread.flatMap(({ what, reach }) => [...namesInWhat(what), reach.name ?? '']),
  )
  const texts = objects.map(textsOf)
  addAll(
    'host',
    texts.flatMap(({ hosts }) => hosts),
  )
  addAll(
    'value',
    texts.flatMap(({ values }) => values),
  )
  // A kind of theirs may have the name of a public one, `Deployment`, which the estimate says of other objects.
  addAll(
    'kind',
    objects.filter(({ ref }) => !isPublic(ref.apiVersion) && !decidingKinds.includes(ref.kind)).map(({ ref }) => ref.kind),
  )
  addAll(
    'group',
    objects.filter(({ ref }) => !isPublic(ref.apiVersion)).map(({ ref }) => ref.apiVersion.split('/')[0]!),
  )
  // Last, so that other names have the same pseudonyms with an earlier report and without one.
  addAll('gone', gone)
  // New objects are called after those that they come from.
  addAll(
    'added',
    emission.changes.flatMap((change) => (change.kind === 'add' ? [change.object.metadata.name] : [])),
  )
  const fields = new Map<string, string>()
  const unknownFields: readonly string[] = [catalogue.unknownField.code, catalogue.unknownDecidingField.code]
  for (const { code, place } of diagnostics)
    if (unknownFields.includes(code)) numbered(fields, String(place?.path.findLast((step) => typeof step === 'string')), 'field')
  const owners = new Map<string, string>()
  const longest = [...names.keys()].sort((a, b) => b.length - a.length || compareText(a, b))
  // A name stands alone: `cart` is not replaced in `cartoon`, but in `cart.shop.svc` and in `shop/cart:80`.
  const pattern =
    longest.length === 0 ? undefined : new RegExp(`(?<![A-Za-z0-9_-])(?:${longest.map(quoted).join('|')})(?![A-Za-z0-9_-])`, 'g')
  const ofFile = (path: string): string => fileName(files, path)
  for (const path of [...new Set(paths)].sort(compareText)) ofFile(path)
  const knownFiles = [...files.keys()].sort((a, b) => b.length - a.length)
  const inText = (text: string): string => {
    const withoutFiles = knownFiles.reduce((left, path) => left.replaceAll(path, files.get(path)!), text)
    return pattern === undefined ? withoutFiles : withoutFiles.replace(pattern, (name) => names.get(name)!)
  }
  const ofApiVersion = (text: string): string => (isPublic(text) ? text : inText(text))
  const ofField = (path: string): string => path.replaceAll(/[^.]+/g, (step) => fields.get(step) ?? step)
  return { inText, ofFile, ofField, ofOwner: (owner) => numbered(owners, owner, 'owner'), ofApiVersion }
}

function fileName(files: Map<string, string>, path: string): string {
  const [, extension = ''] = /(\.[a-z]{1,6})$/.exec(path) ?? []
  return numbered(files, path, 'file', ['.yaml', '.yml', '.json', '.tpl', '.tf'].includes(extension) ? extension : '')
}

function numbered(known: Map<string, string>, name: string, kind: string, end = ''): string {
  const found = known.get(name) ?? `${kind}-${known.size + 1}${end}`
  known.set(name, found)
  return found
}

/** Names in what an unread part is called: `AuthorizationPolicy shop/web`, ``a document of `mesh.yaml` ``. */
function namesInWhat(what: string): readonly string[] {
  return [...what.matchAll(/`([^`]+)`|(\S+\/\S+)/g)]
    .flatMap(([, ticked, slashed]) => (ticked ?? slashed ?? '').split(/[\s/]+/))
    .filter((name) => /[a-z0-9]/.test(name) && !/^[A-Z]/.test(name))
}

function isPublic(apiVersion: string): boolean {
  return publicGroup.test(apiVersion.includes('/') ? apiVersion.split('/')[0]! : '')
}

const host = /(?<![\w.-])(?:\*\.)?(?:[a-z0-9-]+\.)+[a-z0-9-]+(?![\w-])/gi
const spiffe = /([^\s/"']+)\/ns\/([^/\s]+)\/sa\/([^/\s"']+)/g

/** Texts of an object that name something: hosts and addresses wherever they stand, values of labels and selectors, service accounts, principals. */
function textsOf({ value }: SourceObject): { readonly hosts: readonly string[]; readonly values: readonly string[] } {
  const [hosts, values]: [string[], string[]] = [[], []]
  const visit = (one: unknown, key: string, under: string): void => {
    if (Array.isArray(one)) for (const item of one) visit(item, key, under)
    else if (typeof one === 'object' && one !== null) for (const [name, inner] of Object.entries(one)) visit(inner, name, key)
    else if (typeof one === 'string') {
      for (const [name] of one.matchAll(host)) hosts.push(name, ...name.split('.').filter((part) => part.length > 3 && !common.has(part)))
      for (const [, ...parts] of one.matchAll(spiffe)) values.push(...parts)
      if (named.has(under) || named.has(key)) values.push(one)
    }
  }
  visit(value, '', '')
  return { hosts, values }
}

/** Parts of host names that say nothing of a mesh. */
const common = new Set([
  'local',
  'cluster',
  'example',
  'internal',
  'service',
  'istio',
  'kubernetes',
  'security',
  'networking',
  'gateway',
  'default',
])

/** Fields whose texts are names, and maps whose values are. */
const named = new Set(
  [
    'labels matchLabels selector serviceAccountName serviceAccount namespace namespaces principals serviceAccounts gateways host hosts subset trustDomain',
    // What rules ask for, which reasons quote; and who decides in place of a rule.
    'requestPrincipals paths values issuer provider notNamespaces notPrincipals notRequestPrincipals notServiceAccounts notHosts notPaths notValues',
  ].flatMap((names) => names.split(' ')),
)

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
