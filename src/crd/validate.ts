import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import type { PathStep } from '../diagnostics/place.ts'
import { splitApiVersion } from '../model/api-group.ts'
import { defaultOptions, type TargetVersions } from '../model/dialect.ts'
import type { KubernetesObject, SourceObject } from '../model/object.ts'
import { coreSchemas, metadataSchema } from './core/schemas.ts'
import { diagnoseProblem, problemText } from './problem-text.ts'
import { retiredGroups } from './retired.ts'
import { checkRules } from './rules/check.ts'
import type { Schema } from './schema.ts'
import type { KindSchema } from './schema-set.ts'
import { releaseAsked, releasesOf } from './schema-sets.ts'
import { checkStructure } from './structural/check.ts'
import { isNamespaceName } from './structural/name-formats.ts'
import { withDefaults, withoutNulls } from './structural/normalise.ts'
import type { Problem } from './structural/problem.ts'
import { diagnoseUnknownField, type NamedSchema } from './unknown-field.ts'
import { isUnknownKind } from './unknown-kind.ts'
import { webhookDiagnostics } from './webhook/webhook.ts'

export interface Validation {
  /**
   * The object without the nulls that the API server drops. Defaults are not filled in, because readers know their meaning, and fields
   * that the schema does not have are still there.
   */
  readonly value: Readonly<Record<string, unknown>>
  /** Errors mean that the object cannot be applied as it is. */
  readonly diagnostics: readonly Diagnostic[]
  /** Whether a schema is known for the object; nothing is checked without one. */
  readonly known: boolean
}

/** Checks an object of the input as the API server of a cluster with these versions and Istio's webhook would, in their order. */
export function validateObject(object: SourceObject, versions: TargetVersions = defaultOptions.versions): Validation {
  const { apiVersion, kind } = object.ref
  const [group, version] = splitApiVersion(apiVersion)
  const core = coreSchemas.get(`${group}/${kind}`)
  if (core !== undefined) return validateAgainst(object, core, [])
  const successor = retiredGroups.get(group)
  if (successor !== undefined)
    return unchecked(object, diagnose(catalogue.retiredKind, object.place.field('apiVersion'), { apiVersion, kind, successor }))
  const releases = releasesOf(group)
  const unknown = () => unchecked(object, diagnose(catalogue.unknownKind, object.place.field('kind'), { apiVersion, kind }))
  if (releases.length === 0) return isUnknownKind(group, kind) ? unknown() : unchecked(object)
  const schemas = schemasOf(group, kind, version, versions)
  const asked = schemas.next().value
  if (asked !== undefined) return validateAgainst(object, asked.schema, schemas, asked)
  const found = releases.map(({ set }) => set().find(group, kind, 'experimental')).filter((candidate) => candidate !== undefined)
  if (found.length === 0) return unknown()
  return unchecked(
    object,
    diagnose(catalogue.unknownVersion, object.place.field('apiVersion'), { apiVersion, kind, served: servedText(found) }),
  )
}

/**
 * The problems that the target cluster would have with an object that is about to be written: against the release and channel chosen,
 * where fields of another channel count as unknown. Empty for a good object and for kinds without a schema.
 */
export function validateEmitted(object: KubernetesObject, versions: TargetVersions): string[] {
  const [group, version] = splitApiVersion(object.apiVersion)
  const core = coreSchemas.get(`${group}/${object.kind}`)
  if (core !== undefined) return problemsOf(core, object).problems.map(problemText)
  const release = releaseAsked(group, versions)
  if (release === undefined) return []
  const schema = release.set().find(group, object.kind, versions.gatewayApiChannel)?.versions.get(version)
  if (schema === undefined) return [`the target has no ${object.kind} of version \`${object.apiVersion}\``]
  return problemsOf(schema, object).problems.map(problemText)
}

/**
 * The schemas of a kind's version, first that of the release and channel chosen. One that these do not serve is read by another release's:
 * the input says nothing about what its cluster has, and what is read so keeps its meaning.
 */
function* schemasOf(group: string, kind: string, version: string, versions: TargetVersions): Generator<NamedSchema, undefined> {
  const asked = releaseAsked(group, versions)
  const { gatewayApiChannel: channel } = versions
  const channels = [channel, channel === 'standard' ? 'experimental' : 'standard'] as const
  for (const release of [asked, ...releasesOf(group).filter((one) => one !== asked)])
    for (const one of channels) {
      const found = release?.set().find(group, kind, one)
      const schema = found?.versions.get(version)
      if (release === undefined || found === undefined || schema === undefined) continue
      // Sets without channels answer to both.
      if (found.channel !== undefined) yield { release: `the ${found.channel} channel of ${release.name}`, schema }
      else if (one === channel) yield { release: release.name, schema }
    }
  return undefined
}

function validateAgainst(object: SourceObject, schema: Schema, others: Iterable<NamedSchema>, asked?: NamedSchema): Validation {
  const { value, problems } = problemsOf(schema, object.value)
  // Other releases are looked at only where there is a reason to.
  const known = problems.some(({ kind }) => kind === 'unknown') ? [...others] : []
  const diagnostics = problems.map((problem) =>
    problem.kind === 'unknown' ? diagnoseUnknownField(object, problem, asked, known) : diagnoseProblem(object, problem),
  )
  if (!diagnostics.some(({ severity }) => severity === 'error')) diagnostics.push(...webhookDiagnostics(object, value))
  return { value, diagnostics, known: true }
}

/** Without a schema only the namespace is checked, because a mesh has the namespaces that its objects name. */
function unchecked(object: SourceObject, ...diagnostics: Diagnostic[]): Validation {
  const { namespace } = object.ref
  const faulty = !isNamespaceName(namespace)
  const reason = `must be a valid DNS label, which \`${namespace.replaceAll('`', "'")}\` is not`
  const problem = { kind: 'invalid', path: ['metadata', 'namespace'], reason } as const
  return { value: object.value, diagnostics: faulty ? [...diagnostics, diagnoseProblem(object, problem)] : diagnostics, known: false }
}

type Fields = Readonly<Record<string, unknown>>

/** Nulls, defaults, structure, then rules on what is structurally sound. */
function problemsOf(schema: Schema, object: Fields): { value: Fields; problems: Problem[] } {
  const problems: Problem[] = []
  const path: PathStep[] = []
  const { apiVersion, kind, metadata, ...body } = object
  const metaSchema = metadataSchema(splitApiVersion(String(apiVersion))[0], String(kind))
  const metadataValue = metadata === null || metadata === undefined ? {} : withoutNulls(metaSchema, metadata)
  path.push('metadata')
  checkStructure(metaSchema, metadataValue, path, problems)
  path.pop()
  const pruned = withoutNulls(schema, body) as Fields
  const complete = withDefaults(schema, pruned)
  checkStructure(schema, complete, path, problems)
  if (problems.every((problem) => problem.kind === 'unknown')) checkRules(schema, complete, path, problems)
  const changed = pruned !== body || metadataValue !== metadata
  return { value: changed ? { apiVersion, kind, metadata: metadataValue, ...pruned } : object, problems }
}

function servedText(found: readonly KindSchema[]): string {
  const versions = new Set(found.flatMap(({ group, versions }) => [...versions.keys()].map((version) => `\`${group}/${version}\``)))
  return [...versions].join(', ')
}
