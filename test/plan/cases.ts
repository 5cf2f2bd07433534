import type { InputFile } from '../../src/manifest/input-file.ts'
import type { Translation } from '../../src/translation.ts'
import { goldenCases as allCases } from '../golden/golden-case.ts'

const names: readonly string[] = [
  'ambient-enrolment/discovery-selectors',
  'ambient-authz/deny-mixed',
  'ambient-authz/allow-nothing-root',
  'ambient-authz/existing-waypoint',
  'ambient-enrolment/running-pod-without-sidecar',
  'ambient-routing/older-virtual-service-of-clients',
  'cilium-refusals/open-through-nodes',
]

/** Goldens whose rollout has several waves, or several steps; the first has waves that wait for each other. */
export const goldenCases = names.map((name) => {
  const found = allCases().find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no golden ${name}`)
  return found
})

/** The files of the output, as convert would write them. */
export function outputFilesOf({ output }: Translation): InputFile[] {
  return output.files.flatMap(({ path, text, status }) => (status === 'removed' || text === undefined ? [] : [{ path, text }]))
}
