import fc from 'fast-check'

/**
 * Random tests draw the same values on each run, so that a red run blames the change that made it. `SEED=7 npm test` draws others; a new
 * fault becomes an example of its own (docs/decisions/210).
 */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) })

export default fc
