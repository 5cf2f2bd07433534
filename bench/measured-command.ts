import { readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/*
 * One process that is measured: a command line as its bundle runs it, or the floor of all of them, parsing and printing the files of a folder with
 * `yaml`. What the process used goes to its file descriptor 3. Use: node measured-command.js floor FOLDER | nothing | ARGUMENT…
 */

interface CommandLine {
  main(argv: readonly string[]): Promise<number>
}

async function floor(folder: string): Promise<void> {
  // Commands have the library in their bundle, and load it once.
  const { parseAllDocuments } = await import('yaml')
  for (const file of readdirSync(folder))
    for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8'))) process.stdout.write(`---\n${String(document)}`)
}

async function command(argv: readonly string[]): Promise<void> {
  const bundle = new URL('../cli/main.js', import.meta.url).href
  const { main } = (await import(bundle)) as CommandLine
  process.exitCode = await main(argv)
}

const [first, ...rest] = process.argv.slice(2)
if (first === 'floor') await floor(rest[0]!)
else if (first !== 'nothing') await command(process.argv.slice(2))

const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
writeSync(3, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }))
