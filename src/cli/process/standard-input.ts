/** The argument parser drops a bare `-`, which means standard input; spelled as `--filename=-` it arrives. */
export function keepStandardInput(argv: readonly string[]): string[] {
  return argv.flatMap((arg, position) => {
    if ((arg === '-f' || arg === '--filename') && argv[position + 1] === '-') return []
    return arg === '-' ? ['--filename=-'] : [arg]
  })
}
