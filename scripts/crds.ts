import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { moduleZip } from './crds/module-zip.ts'
import { type Channel, crdFile, releases } from './crds/releases.ts'
import { sourcesPage, type Taken } from './crds/sources-page.ts'
import { trimmedText } from './crds/trimmed.ts'
import { crdsIn } from './gen/crd-file.ts'

/**
 * Writes `crds/` from the Go modules that `crds/releases.ts` pins, with a page that names the origin of each file. To know a newer
 * release: change or add its line there, run `npm run crds`, then `npm run gen`.
 */
function write(path: string, text: string): void {
  writeFileSync(path, text)
  console.log(`wrote ${path}, ${Math.ceil(text.length / 1024)} KiB`)
}

mkdirSync('crds', { recursive: true })
const taken: Taken[] = []
for (const release of releases) {
  const zip = moduleZip(release.module, release.moduleVersion)
  for (const { path, channel } of release.paths) {
    const texts: string[] = []
    for (const original of zip.files(path)) {
      const text = zip.read(original)
      const crds = crdsIn(text).filter(({ spec }) => release.kinds?.includes(spec.names.kind) ?? true)
      if (crds.length === 0) continue
      texts.push(...crds.map(trimmedText))
      taken.push({ release, original, sha256: createHash('sha256').update(text).digest('hex') })
    }
    write(crdFile(release.set, channel), head(release.module, release.moduleVersion, channel) + texts.join('---\n'))
  }
}
write('crds/README.md', sourcesPage(taken))

function head(module: string, version: string, channel?: Channel): string {
  const what = channel === undefined ? '' : `, ${channel} channel`
  return `# CRDs of ${module} ${version}${what}, without descriptions and status. Apache-2.0, see README.md. Do not edit: run \`npm run crds\`.\n`
}
