import type { Range } from '../range.ts'

/** What one of a kind of work comes to, in points. */
export type WeightName = keyof typeof defaultWeights

export type Weights = Readonly<Record<WeightName, Range>>

/**
 * The scale is that of story points of Konveyor and MTA: 1 trivial, 3 complex, 5 redesign, 13 unknown
 * (docs.redhat.com, Migration Toolkit for Applications, Rules Development Guide, "Rule story points"). Which work is how much is a choice of this
 * project and not a measurement; `--weights` overrides each of them.
 */
export const defaultWeights = {
  /** The data plane of the target, once. */
  install: { low: 5, high: 8 },
  /** A control plane that is older than what the output needs. */
  upgrade: { low: 3, high: 8 },
  /** What the cluster needs beside it: resource definitions, a value of a chart. */
  prerequisite: { low: 1, high: 2 },
  /** One kind of thing beside the mesh that has to be looked at, such as Flagger. */
  beside: { low: 1, high: 3 },
  /** One object of such a kind. */
  besideObject: { low: 0, high: 1 },
  /** Settings of the mesh that the input does not show. */
  missingConfiguration: { low: 0, high: 5 },
  /** A namespace: enrolment, owners, dates. */
  namespace: { low: 1, high: 2 },
  /** A namespace of which the input does not show whether it has sidecars. */
  missingNamespace: { low: 0, high: 2 },
  /** A waypoint: size, replicas, budgets. */
  waypoint: { low: 1, high: 2 },
  /** Pods that have an order or a state, and restart one by one. */
  statefulSet: { low: 1, high: 2 },
  /** Pods that are replaced by hand: Jobs that run, Pods without a controller. */
  byHand: { low: 1, high: 1 },
  /** A decision, whatever waits for it. */
  decision: { low: 1, high: 5 },
  /** Resources by what the translator says of them. */
  auto: { low: 0, high: 0 },
  assisted: { low: 1, high: 1 },
  keepSidecar: { low: 1, high: 3 },
  /** One that is held today, and that a decision frees: the decision is what is counted. */
  freed: { low: 0, high: 0 },
  manual: { low: 3, high: 5 },
  blocked: { low: 3, high: 13 },
  /** Input that was not read and is not a resource: a template, a document that does not parse. */
  unread: { low: 1, high: 3 },
  /** Comparing before and after in CI, once. */
  baseline: { low: 1, high: 2 },
  /** The rollout of a namespace: apply, restart, check. */
  rollout: { low: 1, high: 2 },
  /** A difference of access or routes that an owner has to agree to. */
  difference: { low: 1, high: 2 },
  /** A difference that the input does not decide. */
  undetermined: { low: 1, high: 3 },
  /** What a resource that the tool writes, edits or removes would be by hand. */
  written: { low: 1, high: 3 },
} as const satisfies Readonly<Record<string, Range>>
