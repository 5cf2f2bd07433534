import { decidingScopeOf, isClosedGroup } from '../../model/deciding-kinds.ts'
import { marksPods } from './marked-pods.ts'

/**
 * What a document that was not read may hold, make or change of others, by its text: deciding kinds; `any` where nothing of them shows, and
 * none for a document that carries nothing.
 */
export function kindsCarriedBy(group: string | undefined, kind: string, text: string): 'any' | readonly string[] {
  if (decidingScopeOf(group, kind) !== undefined || (group !== undefined && isClosedGroup(group))) return []
  if (alwaysChanging.has(kind) || changingFields.get(kind)?.test(text) === true) return 'any'
  const pods = (/^\s+containers["']?\s*:/m.test(text) && /template["']?\s*:/i.test(text)) || marksPods(text)
  return [...new Set([...nestedKinds(text), ...(pods ? ['Pod'] : [])])]
}

/** Kinds that change objects, or have some made, whatever they say. */
const alwaysChanging: ReadonlySet<string> = new Set([
  ...['Assign', 'AssignMetadata', 'ModifySet', 'MutatingAdmissionPolicy', 'MutatingPolicy', 'NamespacedMutatingPolicy'],
  ...['GeneratingPolicy', 'NamespacedGeneratingPolicy', 'OverridePolicy', 'ClusterOverridePolicy', 'HNCConfiguration'],
  ...['ClientIntents', 'AccessPolicy', 'SecuritySetting', 'ServiceSecuritySetting', 'APIRule', 'Package', 'Profile', 'RouteTable'],
])

const deploying = /\b(?:patches\w*|components|targetNamespace|meshConfig|sidecarInjectorWebhook|namePrefix|nameSuffix)["']?\s*:/

/** Fields by which other kinds do. */
const changingFields: ReadonlyMap<string, RegExp> = new Map([
  ...['ClusterPolicy', 'Policy'].map((kind): [string, RegExp] => [kind, /\b(?:generate|mutate)["']?\s*:/]),
  ...['Kustomization', 'HelmRelease', 'HelmChart', 'HelmChartConfig', 'Application', 'ApplicationSet'].map((kind): [string, RegExp] => [
    kind,
    deploying,
  ]),
])

/** Deciding kinds of maps inside a document that have metadata beside their kind, as objects do and references do not. */
function nestedKinds(text: string): string[] {
  const lines = text.split(/\r?\n/)
  const indents = new Set(lines.flatMap((line) => keyAt(line, 'metadata') ?? []))
  return lines.flatMap((line) => {
    const at = keyAt(line, 'kind')
    const kind = /\bkind["']?\s*:\s*["']?(\w+)/.exec(line)?.[1]
    return kind !== undefined && decidingScopeOf(undefined, kind) !== undefined && at !== undefined && indents.has(at) ? [kind] : []
  })
}

/** The column of a key that is not at the top; undefined for a line that has another one. */
function keyAt(line: string, key: string): number | undefined {
  const match = new RegExp(`^([\\s-]+)["']?${key}["']?\\s*:`).exec(line)
  return match?.[1]?.length
}
