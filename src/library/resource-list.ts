import { type Document, parseAllDocuments, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import { targetNames } from '../../translators/index.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { pathText } from '../diagnostics/place.ts'
import { streamOf } from '../manifest/stream.ts'
import { AsWritten, readDifferently } from '../manifest/yaml/as-written.ts'
import { printYaml } from '../manifest/yaml/print.ts'
import { assumptions } from '../model/dialect.ts'
import { fails, translationPolicy } from '../report/verify/report.ts'
import { translate } from '../translate.ts'
import type { Translation } from '../translation.ts'
import type { Comparison } from '../verify/comparison.ts'
import { applyAcceptList, differenceId } from '../verify/lists/accept-list.ts'
import { readAcceptList } from '../verify/lists/read-accept-list.ts'
import { verifyTranslation } from '../verify/verify.ts'
import { incompleteInput } from './incomplete-input.ts'

/** What the `spec` of a function configuration may say, or the `data` of a ConfigMap. */
const settingsSchema = z.strictObject({
  to: z.enum(targetNames as [string, ...string[]]),
  /** Names of facts, as a list or with commas. */
  assume: z
    .union([z.array(z.string()), z.string().transform((text) => text.split(',').map((name) => name.trim()))])
    .pipe(z.array(z.enum(assumptions)))
    .optional(),
  waypoints: z.enum(['namespace', 'service']).optional(),
  routes: z.enum(['auto', 'httproute', 'virtualservice']).optional(),
  /** The text of an accept list. */
  accept: z.string().optional(),
  /** `error`, the default: what stays on its sidecar because a field is refused fails too. `wider`: only what must not be applied. */
  failOn: z.enum(['error', 'wider']).default('error'),
})

type Item = Readonly<Record<string, unknown>>

interface FunctionConfig {
  readonly kind?: unknown
  readonly spec?: unknown
  readonly data?: unknown
}

interface ResourceList {
  readonly items: readonly Item[]
  /** What came, as it goes back; undefined where the list has none. */
  readonly functionConfig?: FunctionConfig | null
}

interface Result {
  readonly message: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly resourceRef?: Readonly<Record<string, string>>
  readonly field?: { readonly path: string }
}

/** The answer of the function: a ResourceList, and whether it failed. Where it failed its items are those that came. */
export interface FunctionAnswer {
  readonly text: string
  readonly failed: boolean
  /** The messages of the results that are errors. kustomize shows what a function says on standard error, and not its results. */
  readonly errors: readonly string[]
}

/**
 * Converts a ResourceList, as the KRM functions of kustomize and kpt are given one (KRM Functions Specification, v1). The configuration names
 * the target. Items that would allow more, or that cannot be read, come back as they were, with the reasons as results. `today` is the day on
 * which an accept list is read. Throws only for text that is not a ResourceList.
 */
export function convertResourceList(text: string, today: string): FunctionAnswer {
  const { items, functionConfig = {} } = readResourceList(text)
  const { kind, data, spec } = functionConfig ?? {}
  const given = kind === 'ConfigMap' ? data : spec
  const settings = settingsSchema.safeParse(given ?? {})
  if (!settings.success) {
    const where = kind === 'ConfigMap' ? 'data' : 'spec'
    const results = settings.error.issues.map(
      (issue): Result => ({
        message: `the function configuration is not valid: ${issue.message}`,
        severity: 'error',
        field: { path: [where, ...issue.path].join('.') },
      }),
    )
    return answer(items, functionConfig, results, true)
  }
  const { to, assume, waypoints, routes, accept, failOn } = settings.data
  const stream = items.map((item) => printYaml(item)).join('---\n')
  const options = {
    ...(assume === undefined ? {} : { assume }),
    ...(waypoints === undefined ? {} : { waypoints }),
    ...(routes === undefined ? {} : { routes }),
  }
  const translation = translate([{ path: 'items.yaml', text: stream }], { target: to as Translation['target'], options })
  const entries = readAcceptList(accept ?? 'accept: []', 'accept')
  const { comparison, diagnostics } = applyAcceptList(verifyTranslation(translation), entries.entries, today)
  const findings = [...translation.diagnostics, ...incompleteInput(translation), ...entries.diagnostics, ...diagnostics]
  const open = openDifferences(comparison)
  const results = [...open, ...findings.map(resultOf)]
  const unusable = findings.some(
    ({ severity, stage }) => severity === 'error' && (failOn === 'error' || stage === 'internal' || stage === 'reading'),
  )
  const failed = open.length > 0 || unusable
  return answer(failed ? items : convertedItems(translation), functionConfig, results, failed)
}

/** Kubernetes reads YAML 1.1, `yaml` reads 1.2: values that they may read differently go through as they were written. Keys are always text. */
function writtenValueOf(document: Document): unknown {
  visit(document, {
    Scalar: (role, scalar) => {
      const { type, source, tag } = scalar
      if (type === 'PLAIN' && tag === undefined && source !== undefined && readDifferently.test(source))
        scalar.value = role === 'key' ? source : new AsWritten(source)
    },
  })
  return document.toJS({ maxAliasCount: 100 })
}

function readResourceList(text: string): ResourceList {
  const list = parsed(text)
  if (!isObject(list) || list.kind !== 'ResourceList' || !Array.isArray(list.items)) throw notResourceList('it needs that kind, and items')
  const odd = list.items.findIndex((item) => !isObject(item))
  if (odd >= 0) throw notResourceList(`item ${odd + 1} is not an object`)
  return list as unknown as ResourceList
}

function parsed(text: string): unknown {
  try {
    const document = parseDocument(text)
    if (document.errors[0] !== undefined) throw document.errors[0]
    return writtenValueOf(document)
  } catch (error) {
    // Not only what is not YAML: an alias without its anchor, and aliases that would grow without end, are errors of other classes.
    throw notResourceList(String((error as Error).message).split('\n')[0]!)
  }
}

function notResourceList(why: string): Error {
  return new Error(`the input is not a ResourceList with items: ${why}`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof AsWritten)
}

function answer(items: readonly Item[], functionConfig: unknown, results: readonly Result[], failed: boolean): FunctionAnswer {
  const list = {
    apiVersion: 'config.kubernetes.io/v1',
    kind: 'ResourceList',
    items,
    functionConfig,
    ...(results.length === 0 ? {} : { results }),
  }
  const errors = results.filter(({ severity }) => severity === 'error').map(({ message }) => message)
  return { text: printYaml(list), failed, errors }
}

function convertedItems({ output }: Translation): Item[] {
  return parseAllDocuments(streamOf(output)).flatMap((document) => {
    const value = writtenValueOf(document) as Item | null
    return value === null ? [] : [value]
  })
}

/** What would be written and not be announced; it is held against the input as `convert` holds it. */
function openDifferences({ differences }: Comparison): Result[] {
  return differences
    .filter((difference) => fails(difference, translationPolicy))
    .map((difference) => ({
      message: `${difference.verdict}: ${difference.destinations.join(', ')}, from ${difference.clients.join(', ')} [${differenceId(difference)}]`,
      severity: 'error',
    }))
}

function resultOf({ code, message, help, severity, place }: Diagnostic): Result {
  const path = place === undefined ? '' : pathText(place.path)
  return {
    message: `${message} [${code}]. ${help}`,
    severity,
    ...(place === undefined
      ? {}
      : {
          resourceRef: {
            apiVersion: place.object.apiVersion,
            kind: place.object.kind,
            name: place.object.name,
            ...(place.object.namespace === '' ? {} : { namespace: place.object.namespace }),
          },
        }),
    ...(path === '' ? {} : { field: { path } }),
  }
}
