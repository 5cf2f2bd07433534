#!/usr/bin/env node
import module from 'node:module'

// Since Node 22.8: what was compiled is kept in the folder of temporary files, or where NODE_COMPILE_CACHE says.
module.enableCompileCache?.()

const { main } = await import('../dist/cli/main.js')
// kubectl finds its plugins by their names: as `kubectl-unsidecar` this is `kubectl unsidecar`.
const program = /(?:^|[\\/])kubectl-unsidecar(?:\.\w+)?$/.test(process.argv[1] ?? '') ? 'kubectl unsidecar' : 'unsidecar'
process.exitCode = await main(process.argv.slice(2), program)
