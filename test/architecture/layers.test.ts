import { describe, expect, test } from 'vitest'
import { cyclesAmong } from './cycles.ts'
import { resolved, type SourceFile, sourcesIn } from './sources.ts'

/** Which layers a layer may import, besides itself. The picture of this table is in CONTRIBUTING.md. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  algebra: ['diagnostics'],
  model: ['diagnostics', 'algebra'],
  resolve: ['diagnostics', 'algebra', 'model'],
  decide: ['diagnostics', 'algebra', 'model', 'resolve'],
  crd: ['diagnostics', 'algebra', 'model'],
  manifest: ['diagnostics', 'model', 'crd'],
  envoy: ['diagnostics', 'model'],
  kubernetes: ['diagnostics', 'model', 'algebra', 'crd'],
  istio: ['diagnostics', 'model', 'algebra', 'crd', 'kubernetes', 'gateway-api', 'envoy'],
  'gateway-api': ['diagnostics', 'model', 'algebra', 'crd'],
  'istio-ambient': ['diagnostics', 'model', 'resolve', 'algebra', 'crd', 'gateway-api', 'istio'],
  cilium: ['diagnostics', 'model', 'resolve', 'algebra', 'crd', 'kubernetes', 'gateway-api', 'envoy'],
  registry: ['diagnostics', 'model', 'kubernetes', 'istio', 'gateway-api', 'istio-ambient', 'cilium'],
  account: ['diagnostics', 'model', 'manifest', 'pipeline', 'registry'],
  pipeline: ['diagnostics', 'model', 'crd', 'manifest', 'account', 'registry', 'rollout'],
  rollout: ['diagnostics', 'model', 'manifest', 'pipeline'],
  verify: ['diagnostics', 'algebra', 'model', 'resolve', 'decide', 'manifest', 'registry', 'pipeline', 'rollout'],
  traffic: ['diagnostics', 'model', 'resolve', 'decide', 'verify'],
  estimate: ['diagnostics', 'model', 'manifest', 'account', 'pipeline', 'registry', 'verify'],
  plan: ['diagnostics', 'model', 'resolve', 'decide', 'manifest', 'pipeline', 'registry', 'rollout', 'verify'],
  report: ['diagnostics', 'model', 'manifest', 'account', 'estimate', 'plan', 'pipeline', 'registry', 'rollout', 'verify'],
  library: [
    'diagnostics',
    'model',
    'decide',
    'crd',
    'manifest',
    'account',
    'estimate',
    'pipeline',
    'plan',
    'registry',
    'report',
    'rollout',
    'verify',
  ],
  cli: [
    'diagnostics',
    'algebra',
    'model',
    'decide',
    'crd',
    'manifest',
    'account',
    'estimate',
    'pipeline',
    'plan',
    'report',
    'registry',
    'library',
    'rollout',
    'traffic',
    'verify',
  ],
}

function layerOf(path: string): string | undefined {
  const [top, folder] = path.split('/')
  if (path === 'translators/index.ts' || path === 'translators/titles.ts') return 'registry'
  if (top === 'translators') return folder
  if (path === 'src/index.ts') return 'library'
  if (path.startsWith('src/definitions/')) return 'pipeline'
  if (['src/translate.ts', 'src/translation.ts', 'src/supposing.ts', 'src/read-mesh.ts'].includes(path)) return 'pipeline'
  return path.split('/').length > 2 ? folder : undefined
}

const sources = sourcesIn('src', 'translators')

function wrongEdges(file: SourceFile): string[] {
  const layer = layerOf(file.path)
  return file.imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolved(file.path, specifier))
    .filter((target) => {
      const to = layerOf(target)
      return layer === undefined || to === undefined || (to !== layer && !allowed[layer]?.includes(to))
    })
    .map((target) => `${file.path} -> ${target}`)
}

describe('layers', () => {
  test('the walk sees the project', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(100)
  })

  test('imports run one way', () => {
    expect(sources.flatMap(wrongEdges)).toEqual([])
  })

  test('a wrong import would be noticed', () => {
    const file = { path: 'src/model/x.ts', text: '', imports: ['../manifest/load.ts', './mesh.ts'], valueImports: [] }
    expect(wrongEdges(file)).toEqual(['src/model/x.ts -> src/manifest/load.ts'])
  })

  test('no file needs itself on the way through its imports, types included', () => {
    expect(cyclesAmong(sources)).toEqual([])
  })

  test('a cycle would be noticed', () => {
    const file = (path: string, specifier: string): SourceFile => ({ path, text: '', imports: [specifier], valueImports: [] })
    const ring = [file('src/a.ts', './b.ts'), file('src/b.ts', './c.ts'), file('src/c.ts', './b.ts')]
    expect(cyclesAmong(ring)).toEqual([['src/b.ts', 'src/c.ts']])
  })

  test('emitters and the symbolic evaluator share what holds for whom with the reference evaluator, and nothing that it decides', () => {
    const users = sources.filter(({ path }) => path.startsWith('src/verify/symbolic/') || path.startsWith('translators/'))
    const wrong = users.flatMap(({ path, valueImports }) =>
      valueImports
        .map((specifier) => resolved(path, specifier))
        .filter((to) => to.startsWith('src/decide/'))
        .map((to) => `${path} -> ${to}`),
    )
    expect(wrong).toEqual([])
  })

  test('Gateway API is read and printed without the words of any controller', () => {
    const family = sources.filter(({ path }) => path.startsWith('translators/gateway-api/'))
    const code = family.flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line) && /'[^']*(istio|cilium)[^']*'/.test(line) && !line.includes("from '"))
        .map((line) => `${path}: ${line.trim()}`),
    )
    expect(code).toEqual([])
  })

  test('what a target decides to move knows nothing of its emitters', () => {
    const deciding = sources.filter(({ path }) => /^translators\/[^/]+\/(migration|routes|read|fates)\//.test(path))
    expect(deciding.length).toBeGreaterThan(100)
    const edges = deciding.flatMap(({ path, imports }) =>
      imports
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => resolved(path, specifier))
        .filter((to) => /^translators\/[^/]+\/emit(\/|\.ts$)/.test(to))
        .map((to) => `${path} -> ${to}`),
    )
    expect(edges).toEqual([])
  })

  test('only the command line and the file-system end of manifest use node modules', () => {
    const users = sources.filter(({ imports }) => imports.some((specifier) => specifier.startsWith('node:'))).map(({ path }) => path)
    expect(users.filter((path) => !path.startsWith('src/cli/') && !path.startsWith('src/manifest/disk/'))).toEqual([])
  })

  test('only the command line ends the process', () => {
    expect(sources.filter(({ text }) => /\bprocess\.exit\(/.test(text)).map(({ path }) => path)).toEqual([])
  })
})
