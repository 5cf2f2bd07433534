import type { Wave } from '../plan.ts'
import { type ArgoSource, argocdRollout } from './argocd.ts'
import type { FormattedRollout, RolloutFormatName } from './format.ts'
import { kubectlRollout } from './kubectl.ts'
import { kustomizeRollout } from './kustomize.ts'

/** A format that was chosen, with what it needs to know. */
export type RolloutFormat = { readonly name: Exclude<RolloutFormatName, 'argocd'> } | ({ readonly name: 'argocd' } & ArgoSource)

/** The commands and files of a rollout in a format. */
export function formattedRollout(waves: readonly Pick<Wave, 'steps'>[], format: RolloutFormat): FormattedRollout {
  switch (format.name) {
    case 'kubectl':
      return kubectlRollout()
    case 'kustomize':
      return kustomizeRollout(waves)
    case 'argocd':
      return argocdRollout(waves, format)
  }
}
