import type { VerifyMeasurement } from './measure-verify.ts'
import type { PolicyMesh } from './policies.ts'
import { slope } from './slope.ts'

/** Meshes whose policies are spread over workloads, and last one workload with very many of them. */
const spread: readonly PolicyMesh[] = [100, 1000, 5000].map((policies) => ({ policies, perWorkload: 5, rules: 3 }))
const single: PolicyMesh = { policies: 200, perWorkload: 200, rules: 10 }

/** Prints a row for each mesh, and the exponent by which the time of comparing grows with the number of policies. */
export function reportVerify(inChild: (mesh: PolicyMesh) => VerifyMeasurement): void {
  console.log('policies  a workload  rules  translate s  verify s  ratio  parts  undetermined  peak MB')
  const measured = spread.map((mesh) => ({ mesh, result: row(mesh, inChild) }))
  row(single, inChild)
  const exponent = slope(measured.map(({ mesh, result }) => [Math.log(mesh.policies), Math.log(result.verifySeconds)] as const))
  console.log(`time of verify grows with the power ${exponent.toFixed(2)} of the number of policies that are spread over workloads`)
}

function row(mesh: PolicyMesh, inChild: (mesh: PolicyMesh) => VerifyMeasurement): VerifyMeasurement {
  const result = inChild(mesh)
  const cells = [
    String(mesh.policies).padStart(8),
    String(mesh.perWorkload).padStart(11),
    String(mesh.rules).padStart(6),
    result.translateSeconds.toFixed(2).padStart(12),
    result.verifySeconds.toFixed(2).padStart(9),
    (result.verifySeconds / result.translateSeconds).toFixed(2).padStart(6),
    String(result.parts).padStart(6),
    String(result.undetermined).padStart(13),
    result.peakMegabytes.toFixed(0).padStart(8),
  ]
  console.log(cells.join(' '))
  return result
}
