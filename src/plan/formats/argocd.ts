import { objectText } from '../../diagnostics/place.ts'
import { sourcesOf } from '../../manifest/carriers/argo-sources.ts'
import { printYaml } from '../../manifest/yaml/print.ts'
import { groupOf } from '../../model/api-group.ts'
import type { SourceObject } from '../../model/object.ts'
import { shellWord } from '../../rollout/shell-word.ts'
import { isOrdered, rankOf } from '../closing-first.ts'
import type { Wave } from '../plan.ts'
import type { StepContents } from '../step-contents.ts'
import type { FormattedRollout } from './format.ts'
import { builtRollout } from './kustomize.ts'
import { kustomizeFolder } from './kustomize-folder.ts'

/** Where Argo CD finds the rollout once it is committed. */
export interface ArgoSource {
  readonly repoURL: string
  readonly targetRevision: string
  /** Of the folder of the rollout in the repository. */
  readonly path: string
  /** Where Applications are. */
  readonly namespace: string
  readonly project: string
}

/** The repository that all Applications of the input name; undefined where they name none, or several. */
export function argoSourceOf(objects: readonly SourceObject[]): Omit<ArgoSource, 'path'> | undefined {
  const found = objects
    .filter(({ ref }) => groupOf(ref.apiVersion) === 'argoproj.io' && ref.kind === 'Application')
    .flatMap((object) =>
      sourcesOf(object).flatMap(({ value: { repoURL, targetRevision, chart } }) =>
        typeof repoURL === 'string' && chart === undefined
          ? [{ repoURL, targetRevision: typeof targetRevision === 'string' ? targetRevision : 'HEAD', object }]
          : [],
      ),
    )
  const [first] = found
  if (first === undefined || found.some(({ repoURL }) => repoURL !== first.repoURL)) return undefined
  const { spec } = first.object.value as { readonly spec: { readonly project?: unknown } }
  const project = typeof spec.project === 'string' ? spec.project : 'default'
  return { repoURL: first.repoURL, targetRevision: first.targetRevision, namespace: first.object.ref.namespace, project }
}

/** The Application that brings one build after the other to the cluster. It has no finalizer: deleting it deletes nothing else. */
const name = 'unsidecar-rollout'

/**
 * The builds of `kustomize`, brought by one Application that is sent from folder to folder: it applies what is committed there, and prunes what is no more
 * in it. Within one sync, Argo CD orders by kind; where the order of new objects matters, annotations of sync waves say it
 * (argo-cd:docs/user-guide/sync-waves.md), in a folder beside the build, so that no later step has them.
 */
export function argocdRollout(waves: readonly Pick<Wave, 'steps'>[], source: ArgoSource): FormattedRollout {
  const kubectl = `kubectl -n ${shellWord(source.namespace)}`
  const waiting = `${kubectl} wait --timeout=5m application.argoproj.io/${name}`
  const synced = (folder: string) => `${folder}-sync`
  const ordered = new Set<string>()
  const rollout = builtRollout(waves, {
    apply: (folder) => [
      `${kubectl} apply -f ${shellWord(`${folder}/${fileName}`)}`,
      `${waiting} --for=jsonpath='{.status.sync.comparedTo.source.path}'=${shellWord(`${source.path}/${ordered.has(folder) ? synced(folder) : folder}`)}`,
      `${waiting} --for=jsonpath='{.status.sync.status}'=Synced`,
    ],
    prunes: true,
    beside: (folder, contents) => {
      const at = isOrdered(contents.added) ? synced(folder) : folder
      if (at !== folder) ordered.add(folder)
      const application = [`${folder}/${fileName}`, printYaml(applicationOf(source, at))] as const
      return new Map([application, ...(at === folder ? [] : syncWaves(folder, at, contents))])
    },
  })
  return rollout
}

/** As with the other files: `kubectl apply -R` of the rollout reads none of them. */
const fileName = 'application'

function applicationOf({ repoURL, targetRevision, path, namespace, project }: ArgoSource, folder: string): Record<string, unknown> {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace },
    spec: {
      project,
      source: { repoURL, targetRevision, path: `${path}/${folder}` },
      destination: { server: 'https://kubernetes.default.svc' },
      syncPolicy: { automated: { prune: true } },
    },
  }
}

/** What only closes comes in the first sync wave; all that has no annotation is in wave 0, after it. */
function syncWaves(folder: string, at: string, { added }: StepContents): ReadonlyMap<string, string> {
  const ranks = [...new Set(added.map(rankOf))].sort((a, b) => a - b)
  return kustomizeFolder(at, {
    below: [`../${folder.slice(folder.lastIndexOf('/') + 1)}`],
    changed: added.map(({ ref, value }) => {
      const { metadata } = value as { readonly metadata?: Readonly<Record<string, unknown>> }
      if (metadata === undefined) throw new Error(`${objectText(ref)} is to be added and has no metadata`)
      const annotations = {
        ...(metadata.annotations as object | undefined),
        [waveOf]: String(ranks.indexOf(rankOf({ ref, value })) - ranks.length),
      }
      return { ref, before: value, after: { ...value, metadata: { ...metadata, annotations } } }
    }),
  })
}

const waveOf = 'argocd.argoproj.io/sync-wave'
