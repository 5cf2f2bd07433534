import type { Emission } from '../../src/model/change.ts'
import type { Target } from '../../src/model/dialect.ts'

export const cilium: Target = {
  name: 'cilium',
  fates: {},
  capabilities: [],
  emit: (): Emission => ({ changes: [], diagnostics: [] }),
}
