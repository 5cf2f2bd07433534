import { type CrdRelease, crdFile, releases } from './releases.ts'

/** A file of a Go module whose CRDs are in `crds/`. */
export interface Taken {
  readonly release: CrdRelease
  /** Its path in the module. */
  readonly original: string
  readonly sha256: string
}

/** `crds/README.md`: where each file comes from, under which licence, and what was left out. */
export function sourcesPage(taken: readonly Taken[]): string {
  const sets = releases.map(({ set, module, moduleVersion, paths }) => {
    const files = paths.map(({ channel }) => `\`${crdFile(set, channel).slice('crds/'.length)}\``).join(', ')
    return `| ${files} | \`${module}\` ${moduleVersion} | ${authors[module]} |`
  })
  const originals = taken.map(({ release, original, sha256 }) => `${sha256}  ${release.module}@${release.moduleVersion}/${original}`)
  return [page, ...sets, '', originalsHead, '', '```', ...originals, '```', ''].join('\n')
}

const authors: Readonly<Record<string, string>> = {
  'istio.io/api': 'Istio Authors',
  'sigs.k8s.io/gateway-api': 'The Kubernetes Authors',
  'github.com/cilium/cilium': 'Authors of Cilium',
}

const page = `# CRDs

The CustomResourceDefinitions that \`npm run gen\` makes types and schemas from. \`npm run crds\` writes this folder, this page included,
from the Go modules that \`scripts/crds/releases.ts\` names; it needs Go, unzip and the network. \`npm run gen\` needs none of them.

The files are derived from those below, which their authors license under the Apache License 2.0, as this project is licensed
([LICENSE](../LICENSE)). Changed: descriptions, printer columns, labels and annotations, the schemas of \`status\` and \`metadata\`, and kinds that
the project leaves as they are were removed; subtrees that occur twice became YAML aliases. A kind has what validates its \`spec\`, and nothing else.

| Files | Go module | Copyright |
| --- | --- | --- |`

const originalsHead = '## SHA-256 of the originals'
