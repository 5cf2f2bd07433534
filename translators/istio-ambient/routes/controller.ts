import type { Labels } from '../../../src/model/workload.ts'

/** A controller that writes an object of the input, and what to change in it instead of the object. */
export interface Controller {
  readonly owner: string
  readonly setting: string
}

interface Owned {
  readonly owners: readonly { readonly kind: string; readonly name: string }[]
  readonly labels?: Labels
}

const settings: Readonly<Record<string, string>> = {
  Canary: 'set `spec.provider` of the Canary to `gatewayapi:v1`',
  Rollout: 'set `spec.strategy.canary.trafficRouting` of the Rollout to its Gateway API plugin',
  Route: 'change the ingress class of Knative (`config-network`)',
  Ingress: 'change the ingress class of Knative (`config-network`)',
}

/**
 * The controller that owns an object, by its owner references: Flagger's Canary, Argo's Rollout, Knative's Route and Ingress by their own
 * settings, anything else by its name.
 */
export function controllerOf({ owners }: Owned): Controller | undefined {
  const owner = owners[0]
  if (owner === undefined) return undefined
  return { owner: `${owner.kind} \`${owner.name}\``, setting: settings[owner.kind] ?? `change what the ${owner.kind} makes of it` }
}
