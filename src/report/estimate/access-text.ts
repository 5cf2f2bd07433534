import type { Estimate } from '../../estimate/estimate.ts'

/** How the decisions of both meshes compare: `40 parts: 38 equal, 2 narrower`. */
export function accessText({ access, writes }: Estimate): string {
  if (access === undefined) return '  not compared: --no-verify\n'
  const all = Object.values(access).reduce((sum, count) => sum + count, 0)
  const found = (['equal', 'wider', 'narrower', 'rerouted', 'undetermined', 'identified'] as const).filter((verdict) => access[verdict] > 0)
  const line = `  ${all} ${all === 1 ? 'part' : 'parts'}${all === 0 ? '' : `: ${found.map((verdict) => `${access[verdict]} ${verdict}`).join(', ')}`}`
  return `${line}\n${writes ? '' : '  convert writes nothing: requests that are denied now would be allowed\n'}`
}
