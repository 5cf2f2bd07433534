import { readFileSync } from 'node:fs'
import { krewManifest } from './krew/manifest.ts'

/* Prints the manifest for krew of a packed version: `npm run krew -- unsidecar-0.1.0.tgz ADDRESS`. */
const [tarball, uri] = process.argv.slice(2)
if (tarball === undefined || uri === undefined) throw new Error('name what npm pack made, and the address where it can be fetched')
const version = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string; description: string }
process.stdout.write(krewManifest(version, readFileSync(tarball), uri))
