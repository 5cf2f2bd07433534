#!/usr/bin/env node
// kustomize and kpt run a function without arguments.
const { main } = await import('../dist/cli/main.js')
process.exitCode = await main(['krm'])
