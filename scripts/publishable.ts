import { readFileSync } from 'node:fs'

/*
 * npm runs it before it publishes: refuses a package that does not say where it comes from. npm links to `repository` and holds it against the
 * provenance of what is published. A checkout may be a fork and does not
 * name it: `npm pkg set repository=github:OWNER/NAME` sets it for a release.
 */
const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as { repository?: string | { url?: string } }
const url = typeof repository === 'string' ? repository : repository?.url
if (url === undefined || url === '') {
  console.error('package.json has no repository: run `npm pkg set repository=github:OWNER/NAME` with the repository that is released')
  process.exitCode = 1
}
