import type { Sourced } from '../../model/target-platform.ts'

/**
 * Where practitioners draw lines. They are opinions with a source, and no law: a row that rests on one says so.
 */
export const thresholds = {
  /** Policies and routes from which on it pays to keep those of Istio. */
  policies: {
    value: 50,
    source:
      'rule of thumb; iotdigitaltwinplm.com, "Cilium Mesh vs Istio Ambient: 2026 ADR", names existing resources of Istio without a number',
  },
  /** Services below which a mesh may be more than is needed. */
  services: {
    value: 20,
    source: 'between 15 (crackingwalnuts.com, "Service Mesh Implementation") and 30 (agenticwithrahul.in, "Service mesh is overrated")',
  },
} as const satisfies Readonly<Record<string, Sourced<number>>>
