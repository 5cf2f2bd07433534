import type { Manifest } from './vector.ts'

/** A copy of a manifest without one field, by its path: `spec.ingress[0].fromEndpoint`. */
export function withoutField(manifest: Manifest, path: string): Manifest {
  const steps = path.match(/[^.[\]]+/g) ?? []
  const copy = structuredClone(manifest)
  let holder: unknown = copy
  for (const step of steps.slice(0, -1)) holder = (holder as Record<string, unknown> | undefined)?.[step]
  const last = steps.at(-1)
  if (typeof holder === 'object' && holder !== null && last !== undefined) Reflect.deleteProperty(holder, last)
  return copy
}
