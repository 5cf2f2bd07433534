import { bundleCommandLine } from './bundle/command-line.ts'

/* Writes dist/cli, which bin/unsidecar.js runs. Part of `npm run build`. */
await bundleCommandLine('src/cli/main.ts', 'dist/cli')
