import { expect, test } from 'vitest'
import { buildsText } from '../../../src/report/translation/builds.ts'

const leaf = (path: string, problem?: string) => ({ path, compared: problem === undefined, ...(problem === undefined ? {} : { problem }) })
const builds = {
  program: 'kustomize v5',
  leaves: [
    ...['a', 'b', 'c', 'd', 'e'].map((name) => leaf(`${name}/kustomization.yaml`, `was not built (\`${name}.yaml\` is not a file)`)),
    leaf('held/kustomization.yaml', 'its build would allow more than before'),
    leaf('fine/kustomization.yaml'),
  ],
}

test('many kustomizations without a build are one line with the first places', () => {
  expect(buildsText(builds)).toBe(`1 of 7 kustomizations built before and after with kustomize v5, and compared
  5 of them: was not built: a/kustomization.yaml, b/kustomization.yaml, c/kustomization.yaml and 2 more (-v has each with its reason)
  held/kustomization.yaml: its build would allow more than before
`)
})

test('with -v each has its reason, and so have few without it', () => {
  const lines = buildsText(builds, 'full').split('\n')
  expect([lines.length, lines[5]]).toEqual([8, '  e/kustomization.yaml: was not built (`e.yaml` is not a file)'])
  expect(buildsText({ ...builds, leaves: builds.leaves.slice(3) })).toContain(
    '  d/kustomization.yaml: was not built (`d.yaml` is not a file)\n',
  )
})
