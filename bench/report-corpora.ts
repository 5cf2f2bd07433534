import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Assumption, assumptions } from '../src/model/dialect.ts'
import { type CorpusOutcome, type ResourceResult, resultsOf } from './corpora/outcome.ts'
import { type Sample, type SampleCut, samplesOf } from './corpora/sample.ts'
import { secondDefinitionsCost } from './corpora/second-definitions.ts'

/*
 * How much of what people write is translated to Cilium. Each folder that is given is a corpus.
 *
 * - Counted are AuthorizationPolicies and PeerAuthentications that select pods of the sample, DestinationRules whose host is a Service with pods
 *   there, and VirtualServices for clients in the mesh, all of whose hosts and destinations (mirrors included) are such Services. Not counted:
 *   `targetRefs`, delegates, routes of gateways alone, RequestAuthentications, and what no API server accepts.
 * - A sample is put together around the file of a resource: that file, files of its folder, and from around it, up to the smallest folder with
 *   which the resource counts, files with pods, Services or Namespaces and without resources of Istio. The nearest come first; one that defines an
 *   object or routes a host once more is a variant and is left out.
 * - `folder` takes all files of the folder itself, variants as well: of two definitions the second one is refused, because it is not in the
 *   output. `file` takes one variant, as one would apply it.
 * - `-n` is the one namespace that the file names, or else the sample, apart from `istio-system`; `default` where there is none or several.
 * - Nothing is edited or added: no Namespace objects, no builds of charts and kustomizations.
 * - The outcome is what the report of convert says (the verdicts of src/account): `exact` without anything to read, `stricter` with a warning or
 *   a stricter field, `refused` with an error, a refused field, or where it is left out.
 */

const given: readonly { readonly title: string; readonly assume: readonly Assumption[] }[] = [
  { title: 'nothing assumed', assume: [] },
  { title: 'sidecars-removed', assume: ['sidecars-removed'] },
  ...[
    ['sidecars-removed', 'slashes-merged', 'unread-reviewed'] as const,
    ['sidecars-removed', 'slashes-merged', 'unread-reviewed', 'namespaces-injected'] as const,
  ].map((assume) => ({ title: assume.join(', '), assume })),
]

/**
 * Prints, for each cut and each set of assumptions, what became of the resources of each corpus. `--list` names those that are refused; `--seconds` prints
 * what second definitions cost instead.
 */
export function reportCorpora(words: readonly string[]): void {
  const list = words.includes('--list')
  const named = words.filter((word) => assumptions.some((one) => `--assume=${one}` === word)).map((word) => word.slice(9) as Assumption)
  const corpora = words.filter((word) => !word.startsWith('--')).flatMap(corporaIn)
  const sets = named.length > 0 ? [{ title: named.join(', '), assume: named }] : given
  for (const cut of ['folder', 'file'] satisfies SampleCut[]) {
    if (words.some((word) => word.startsWith('--cut=')) && !words.includes(`--cut=${cut}`)) continue
    const samples = corpora.flatMap((corpus) => samplesOf(corpus, cut))
    if (words.includes('--seconds')) {
      printCosts(samples)
      continue
    }
    for (const { title, assume } of sets) {
      const converted = samples.map((sample) => ({ sample, results: resultsOf(sample, assume) }))
      printTable(`By ${cut}, ${title}:`, converted)
      if (list) for (const { sample, results } of converted) printRefused(sample, results)
    }
  }
}

function printCosts(samples: readonly Sample[]): void {
  console.log('\nmeanings  translations  asking s  converting s  share  sample')
  for (const cost of samples.flatMap((sample) => secondDefinitionsCost(sample) ?? [])) {
    const { name, meanings, translations, asking, converting } = cost
    const cells = [
      String(meanings).padStart(8),
      String(translations).padStart(13),
      asking.toFixed(3).padStart(9),
      converting.toFixed(3).padStart(13),
      (asking / converting).toFixed(2).padStart(6),
    ]
    console.log(`${cells.join(' ')}  ${name}`)
  }
}

/** A folder of corpora, as its folders; any other folder is a corpus. */
function corporaIn(path: string): string[] {
  // Files are called by their way from the working directory.
  const folder = relative('.', path)
  const entries = readdirSync(folder).map((name) => join(folder, name))
  const folders = entries.filter((entry) => statSync(entry).isDirectory())
  return folders.length > 0 && !entries.some((entry) => /\.ya?ml$/.test(entry)) ? folders : [folder]
}

interface Converted {
  readonly sample: Sample
  readonly results: readonly ResourceResult[]
}

function printTable(title: string, converted: readonly Converted[]): void {
  console.log(`\n${title}\n\n| corpus | policies | routes | exact | stricter | refused |\n| --- | --- | --- | --- | --- | --- |`)
  for (const corpus of new Set(converted.map(({ sample }) => sample.corpus))) {
    const results = converted.filter(({ sample }) => sample.corpus === corpus).flatMap((one) => one.results)
    printRow(corpus.slice(corpus.lastIndexOf('/') + 1), results)
  }
  const all = converted.flatMap(({ results }) => results)
  printRow('all', all)
  const translated = all.length - countOf(all, 'refused')
  console.log(`\nTranslated: ${translated} of ${all.length}, ${((100 * translated) / Math.max(1, all.length)).toFixed(1)} %.`)
  const codes = new Map<string, number>()
  for (const code of all.flatMap(({ codes: own }) => own)) codes.set(code, (codes.get(code) ?? 0) + 1)
  const sorted = [...codes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  console.log(`Refused by: ${sorted.map(([code, count]) => `${code} ${count}`).join(', ')}.`)
}

function printRow(name: string, results: readonly ResourceResult[]): void {
  const policies = results.filter(({ kind }) => kind === 'AuthorizationPolicy' || kind === 'PeerAuthentication').length
  const outcomes = (['exact', 'stricter', 'refused'] satisfies CorpusOutcome[]).map((outcome) => countOf(results, outcome))
  console.log(`| ${[name, policies, results.length - policies, ...outcomes].join(' | ')} |`)
}

function countOf(results: readonly ResourceResult[], outcome: CorpusOutcome): number {
  return results.filter((result) => result.outcome === outcome).length
}

function printRefused(sample: Sample, results: readonly ResourceResult[]): void {
  for (const { id, outcome, codes } of results)
    if (outcome === 'refused') console.log(`${id.replace(sample.corpus, '')} (-n ${sample.namespace}): ${codes.join(' ')}`)
}
