import { parseDocument } from 'yaml'
import type { Place } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import { setOwn } from '../../model/own-value.ts'
import { sourcesOf } from './argo-sources.ts'
import { mapOf, partAt, recordsOf } from './parts.ts'

/** A chart that Flux, Argo CD or k3s install, without the path to it: `istiod`. */
interface InstalledChart {
  readonly chart: string
  /** `1.30` of version `1.30.0`; absent for a range, and for a branch where the chart is a path of a repository. */
  readonly release?: string
  /** Where its version stands. */
  readonly place: Place
  /** Maps, and texts as maps where they can be read. */
  readonly values: readonly unknown[]
}

export function installedCharts(object: SourceObject): readonly InstalledChart[] {
  const spec = mapOf(object.value.spec)
  const at = object.place.field('spec')
  const named = (chart: unknown, version: unknown, place: Place, ...values: readonly unknown[]): InstalledChart[] =>
    typeof chart === 'string'
      ? [
          {
            chart: chart.replace(/\/$/, '').replace(/^.*\//, ''),
            ...releaseIn(version),
            place,
            values: values.map(treeOf),
          },
        ]
      : []
  const { kind } = object.ref
  if (kind === 'HelmRelease') {
    const [chart, place] = [partAt(spec, 'chart', 'spec'), at.field('chart').field('spec').field('version')]
    return named(partAt(chart, 'chart'), partAt(chart, 'version'), place, spec.values)
  }
  if (kind === 'HelmChart')
    return named(spec.chart, spec.version, at.field('version'), byName(Object.entries(mapOf(spec.set))), spec.valuesContent)
  if (kind !== 'Application' && kind !== 'ApplicationSet') return []
  return sourcesOf(object).flatMap(({ value: { chart, path, targetRevision, helm }, place }) =>
    named(
      ...([chart ?? path, targetRevision, place.field('targetRevision')] as const),
      ...[partAt(helm, 'valuesObject'), partAt(helm, 'values')],
      byName(recordsOf(partAt(helm, 'parameters')).map(({ value: { name, value } }) => [String(name), value])),
    ),
  )
}

function releaseIn(version: unknown): Pick<InstalledChart, 'release'> {
  const release = typeof version === 'string' ? /^v?(\d+\.\d+)(?:[.-]|$)/.exec(version)?.[1] : undefined
  return release === undefined ? {} : { release }
}

/** Values that are a text: YAML, which may be a template of another tool. */
function treeOf(values: unknown): unknown {
  if (typeof values !== 'string') return values
  const document = parseDocument(values, { logLevel: 'silent' })
  return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 100 })
}

/** Values by dotted names, `pilot.env.PILOT_ENABLE_AMBIENT`. */
function byName(entries: readonly (readonly [string, unknown])[]): unknown {
  const tree: Record<string, unknown> = {}
  for (const [name, value] of entries) setOwn(tree, name, value)
  return tree
}
