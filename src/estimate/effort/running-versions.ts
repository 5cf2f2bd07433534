import { leafAt, leavesOf } from '../../account/leaves.ts'
import { compareText, type PathStep, placeAt } from '../../diagnostics/place.ts'
import { installedCharts } from '../../manifest/carriers/installed-charts.ts'
import { atLeast } from '../../model/dialect.ts'
import type { SourceObject } from '../../model/object.ts'
import { type Evidence, evidenceAt } from '../evidence.ts'

/** A release of Istio that the input shows to run, such as `1.20`, and where it shows it. */
export interface RunningVersion {
  readonly version: string
  readonly evidence: readonly Evidence[]
}

/** `docker.io/istio/proxyv2:1.20.3-distroless` */
const image = /(?:^|\/)(?:proxyv2|pilot|install-cni|ztunnel)(?:-[a-z0-9]+)?:v?(\d+\.\d+)(?:\.\d+)?\b/
/** `1-20-3`, as the documentation of Istio names revisions ("Canary Upgrades"). */
const revision = /^(\d+)-(\d+)(?:-\d+)*$/

/** Charts whose releases are those of Istio. */
const charts: ReadonlySet<string> = new Set(['base', 'istiod', 'cni', 'ztunnel', 'gateway'])

/** The releases of Istio by images, revisions, charts and `tag` of an IstioOperator, the oldest first. A revision called `prod` says nothing. */
export function runningVersions(objects: readonly SourceObject[]): readonly RunningVersion[] {
  const found = new Map<string, Evidence[]>()
  for (const object of objects) {
    for (const { chart, release, place } of installedCharts(object)) {
      if (release !== undefined && charts.has(chart)) found.set(release, [...(found.get(release) ?? []), evidenceAt(place)])
    }
    for (const path of leavesOf(object.value, [])) {
      const version = versionAt(object, path)
      if (version === undefined) continue
      const evidence = found.get(version) ?? []
      evidence.push(evidenceAt(placeAt(object.place, path)))
      found.set(version, evidence)
    }
  }
  return [...found]
    .map(([version, evidence]) => ({ version, evidence }))
    .sort((a, b) => (a.version === b.version ? 0 : atLeast(a.version, b.version) ? 1 : -1) || compareText(a.version, b.version))
}

function versionAt({ value, ref }: SourceObject, path: readonly PathStep[]): string | undefined {
  const key = path.at(-1)
  const text = leafAt(value, path)
  if (typeof text !== 'string') return undefined
  if (key === 'image') return image.exec(text)?.[1]
  if (key === 'istio.io/rev' && (path.at(-2) === 'labels' || path.at(-2) === 'annotations')) {
    const [, major, minor] = revision.exec(text) ?? []
    return major === undefined ? undefined : `${major}.${minor}`
  }
  const installs = /^(?:IstioOperator|Istio|IstioRevision|IstioCNI|ZTunnel)$/.test(ref.kind)
  return installs && (key === 'tag' || key === 'version') ? /^v?(\d+\.\d+)(?:\.\d+)?\b/.exec(text)?.[1] : undefined
}
