import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const declaration = /^export (?:async )?(?:function\*?|const|type|interface|class) (\w+)/gm

test('everything that the library exports says what it is', () => {
  const exported = [...readFileSync('src/index.ts', 'utf8').matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)]
  const bare = exported.flatMap(([, list = '', path = '']) => {
    const text = readFileSync(join('src', path), 'utf8')
    const documented = new Map([...text.matchAll(declaration)].map((found) => [found[1]!, text.slice(0, found.index).endsWith('*/\n')]))
    const names = list.split(',').map(
      (name) =>
        name
          .replace(/^\s*type /, '')
          .trim()
          .split(' as ')[0]!,
    )
    return names.filter((name) => name !== '' && documented.get(name) !== true).map((name) => `${path} ${name}`)
  })
  expect(exported.length).toBeGreaterThan(50)
  expect(bare).toEqual([])
})
