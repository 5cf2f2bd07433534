import { decidingKinds } from '../../model/deciding-kinds.ts'
import { anything, type UnreadInput } from '../../model/unread.ts'
import type { InputFile } from '../input-file.ts'
import { isBlank, splitDocuments } from '../yaml/split.ts'
import { reachOfText } from './reach-of-text.ts'
import { insertsDocuments } from './template-lines.ts'

/** Manifests with gaps that another program fills in: `callers.yaml.tmpl`, `routes.yml.j2`, `callers.yaml.tftpl` of Terraform. */
const filledIn =
  /\.(?:ya?ml|json)\.(?:tmpl|tpl|tftpl|template|gotmpl|j2|jinja2?|njk|liquid|erb|epp|hbs|mustache|ejs|ftl|vm|ytt|in|envsubst|m4|tera|twig)$/i

/**
 * Programs that make manifests: Terraform and OpenTofu, CUE, Jsonnet, Dhall, Pkl, Starlark, KCL, Nix, Nickel, and templates whose name does not
 * say of what, such as `policy.j2`. Programs of general languages (cdk8s, Pulumi) look like any other program, so they are left out (docs/decisions/212).
 */
const program = /\.(?:tf|tf\.json|tofu|cue|jsonnet|libsonnet|dhall|pkl|star|k|nix|ncl|tpl|tftpl|gotmpl|tmpl|template|j2|jinja2?|erb|hcl)$/i

/** Whether a file is the source of manifests, and not a manifest itself. */
export function isManifestSource(path: string): boolean {
  return filledIn.test(path) || program.test(path)
}

/** What a source of manifests may make that decides about requests; empty where its text names nothing of the kind. */
export function unreadSources({ path, text }: InputFile): UnreadInput[] {
  const span = { file: path, line: 1, col: 1, endLine: 1, endCol: 1 }
  const reaches = filledIn.test(path) ? reachesOfDocuments(text) : [{ ...anything, kinds: kindsNamedBy(text) }]
  return reaches
    .filter(({ kinds }) => kinds === 'any' || kinds.length > 0)
    .map((reach) => {
      const what = reach.kinds === 'any' ? 'manifests' : reach.kinds.join(', ')
      return { why: 'template', what: `${what} of ${path}`, reach, span }
    })
}

function reachesOfDocuments(text: string) {
  return splitDocuments(text)
    .map(({ content, end }) => text.slice(content, end))
    .filter((document) => !isBlank(document))
    .map((document) => (isMeantAsManifest(document) ? reachOfText(document) : { ...anything, kinds: settingsNamedBy(document) }))
}

/** False for values of a chart and other data: no line says what object it is, and none puts such lines in. */
function isMeantAsManifest(document: string): boolean {
  return /\b(?:apiVersion|kind)\b/.test(document) || insertsDocuments(document.split(/\r?\n/))
}

/** Words of every day: what is called so in a program need not be an object of the cluster, and the input may lack pods in any case. */
const everyday: ReadonlySet<string> = new Set([
  ...['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'Rollout', 'Canary'],
  ...['DeploymentConfig', 'CloneSet', 'Service', 'Namespace', 'ConfigMap', 'Gateway', 'GatewayClass', 'Sidecar', 'Istio'],
])

/** Everyday words that are kinds of the mesh where the program names their group. */
const groupsOfEveryday: readonly (readonly [kind: string, group: RegExp])[] = [
  ['Sidecar', /networking\.istio\.io/],
  ['Gateway', /gateway\.networking\.k8s\.io/],
  ['Istio', /sailoperator\.io/],
]

/** The deciding kinds that a program names: `kind = "VirtualService"`, `virtualService.new(…)`, `resource "kubernetes_network_policy"`. */
function kindsNamedBy(text: string): readonly string[] {
  const code = text
    .split(/\r?\n/)
    .filter((line) => !/^\s*(?:#|\/\/)/.test(line))
    .join('\n')
  const named = decidingKinds.filter((kind) => !everyday.has(kind) && names(code, kind))
  const ofGroup = groupsOfEveryday.flatMap(([kind, group]) => (group.test(code) && names(code, kind) ? [kind] : []))
  return [...new Set([...named, ...ofGroup, ...settingsNamedBy(code)])]
}

function names(code: string, kind: string): boolean {
  // `networkPolicy` alone is a setting of many charts.
  const initial = kind === 'NetworkPolicy' ? 'N' : `[${kind[0]!}${kind[0]!.toLowerCase()}]`
  const asResource = `kubernetes_${kind.replace(/\B[A-Z]/g, '_$&').toLowerCase()}`
  return new RegExp(`(?<![A-Za-z])${initial}${kind.slice(1)}(?![a-z])|\\b${asResource}(?:_v\\d\\w*)?\\b`).test(code)
}

/** Settings of the mesh that are given to istiod's chart, such as `set { name = "meshConfig.enableAutoMtls" }`. */
function settingsNamedBy(code: string): readonly string[] {
  const named = /\b(?:meshConfig|sidecarInjectorWebhook)\b/.test(code) || (/\bistiod\b/.test(code) && /\b(?:values|set)\b/.test(code))
  return named ? ['IstioOperator'] : []
}
