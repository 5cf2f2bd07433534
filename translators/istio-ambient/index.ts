import type { Emission } from '../../src/model/change.ts'
import type { Target } from '../../src/model/dialect.ts'

export const ambient: Target = {
  name: 'ambient',
  fates: {},
  capabilities: [],
  emit: (): Emission => ({ changes: [], diagnostics: [] }),
}
