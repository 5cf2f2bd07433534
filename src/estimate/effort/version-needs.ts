import { targets } from '../../../translators/index.ts'
import { objectKey } from '../../account/fates.ts'
import { atLeast } from '../../model/dialect.ts'
import { movesBeyond, movesIf, type Supposition } from '../../supposing.ts'
import type { Translation } from '../../translation.ts'
import type { Evidence } from '../evidence.ts'
import { type RunningVersion, runningVersions } from './running-versions.ts'

type Project = 'istio' | 'gatewayApi' | 'cilium'

/** What has to be installed for as much to move as moves with the releases that were asked for. */
export interface VersionNeeds {
  readonly minimum: readonly { readonly project: Project | 'kernel'; readonly version: string; readonly source?: string }[]
  /** Releases of Istio that the input shows to run, the oldest first. */
  readonly running: readonly RunningVersion[]
  /** Where the input shows a release that is older than the minimum. */
  readonly upgradeFirst: readonly Evidence[]
}

const projects: readonly Project[] = ['istio', 'gatewayApi', 'cilium']

/**
 * The oldest releases by asking the translator with them: those of which its capabilities speak are tried. `supposed` are the decisions that are
 * taken when nothing moves today; without them no release is tried, and of releases there is no minimum.
 */
export function versionNeeds(translation: Translation, supposed: Supposition | undefined): VersionNeeds {
  const target = targets[translation.target]
  const oldest = target.platform.oldest
  const running = runningVersions(translation.input.objects)
  const asked = supposed === undefined ? [] : projects.filter((project) => target.versions.includes(project))
  const minimum = asked.map((project) => ({ project, version: oldestEnough(translation, project, supposed!) }))
  const istio = minimum.find(({ project }) => project === 'istio')?.version
  const kernel =
    oldest.kernel === undefined ? [] : [{ project: 'kernel' as const, version: oldest.kernel.value, source: oldest.kernel.source }]
  return {
    minimum: [...minimum, ...kernel],
    running,
    upgradeFirst: istio === undefined ? [] : running.filter(({ version }) => !atLeast(version, istio)).flatMap(({ evidence }) => evidence),
  }
}

function oldestEnough(translation: Translation, project: Project, supposed: Supposition): string {
  const { capabilities, platform } = targets[translation.target]
  const asked = translation.options.versions[project]
  const floor = platform.oldest[project]?.value
  const named = [...capabilities.flatMap(({ since }) => since?.[project] ?? []), ...(floor === undefined ? [] : [floor])]
  const tried = [...new Set(named)]
    .filter((version) => !atLeast(version, asked) && (floor === undefined || atLeast(version, floor)))
    .sort((a, b) => (atLeast(a, b) ? 1 : -1))
  const wanted = new Set(movesIf(translation, supposed).map(objectKey))
  const isEnough = (version: string): boolean => {
    if (wanted.size === 0) return true
    const moving = new Set(movesBeyond(translation, { ...supposed, versions: { [project]: version } }, wanted.size - 1)?.map(objectKey))
    return [...wanted].every((key) => moving.has(key))
  }
  // Newer releases move at least as much, so that the first one that is enough is found by halving. For most meshes it is the oldest.
  if (tried.length > 0 && isEnough(tried[0]!)) return tried[0]!
  let [least, most] = [Math.min(1, tried.length), tried.length]
  while (least < most) {
    const middle = (least + most) >> 1
    if (isEnough(tried[middle]!)) most = middle
    else least = middle + 1
  }
  return tried[least] ?? asked
}
