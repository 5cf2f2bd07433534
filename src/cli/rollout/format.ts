import { argoSourceOf } from '../../plan/formats/argocd.ts'
import type { RolloutFormatName } from '../../plan/formats/format.ts'
import type { RolloutFormat } from '../../plan/formats/rollout.ts'
import type { Translation } from '../../translation.ts'
import { UsageError } from '../process/errors.ts'

interface FormatArguments {
  readonly format: RolloutFormatName
  readonly repo?: string | undefined
  readonly 'output-dir'?: string | undefined
}

/** Refuses what no rollout can be written with, before it is searched for. */
export function requireFormat({ format, repo, 'output-dir': folder }: FormatArguments): void {
  if (format !== 'argocd' && repo !== undefined) throw new UsageError('--repo is for --format argocd')
  if (format !== 'argocd') return
  const path = pathInRepository(folder ?? '')
  if (path === '' || path.startsWith('/') || path.split('/').includes('..'))
    throw new UsageError(
      '--format argocd needs an --output-dir below the current folder, which its Application names as the path in the repository',
    )
}

/** The format that is asked for; the repository is that of `--repo`, or of the Applications in the input. */
export function rolloutFormatOf({ format, repo, 'output-dir': folder }: FormatArguments, { input }: Translation): RolloutFormat {
  if (format !== 'argocd') return { name: format }
  const known = argoSourceOf(input.objects)
  const repoURL = repo ?? known?.repoURL
  if (repoURL === undefined)
    throw new UsageError(
      '--format argocd needs --repo URL, because no Application of the input names the one repository that the rollout is committed to',
    )
  const { namespace = 'argocd', project = 'default' } = known ?? {}
  // Of another repository, the branch is not known.
  const targetRevision = known?.repoURL === repoURL ? known.targetRevision : 'HEAD'
  return { name: format, repoURL, targetRevision, namespace, project, path: pathInRepository(folder ?? '') }
}

function pathInRepository(folder: string): string {
  return folder
    .split('/')
    .filter((part, index) => (part !== '' || index === 0) && part !== '.')
    .join('/')
}
