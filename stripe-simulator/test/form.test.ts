import { describe, expect, it } from 'vitest'
import { canonicalForm, decodeForm } from '../src/transport/form.ts'

describe('decodeForm', () => {
  it('reads nesting, lists of values and lists of maps', () => {
    const { form } = decodeForm('a[b][c]=1&list[]=x&list[]=y&rows[0][k]=1&rows[1][k]=2&name=two+words%21')
    expect(form).toEqual({
      a: { b: { c: '1' } },
      list: ['x', 'y'],
      rows: { 0: { k: '1' }, 1: { k: '2' } },
      name: 'two words!',
    })
  })

  it('begins a new list element when a name repeats', () => {
    expect(decodeForm('l[][a]=1&l[][b]=2&l[][a]=3').form).toEqual({ l: [{ a: '1', b: '2' }, { a: '3' }] })
  })

  it('names what it cannot place, and lets nobody reach a prototype', () => {
    expect(decodeForm('a[b=1&a=1&a[c]=2').malformed).toEqual(['a[b', 'a[c]'])
    decodeForm('__proto__[polluted]=yes&constructor[prototype][polluted]=yes')
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })
})

describe('canonicalForm', () => {
  it('is the same for the same parameters in another order', () => {
    const [one, two] = [decodeForm('a=1&b[c]=2&b[d]=3').form, decodeForm('b[d]=3&b[c]=2&a=1').form]
    expect(canonicalForm(one)).toBe(canonicalForm(two))
    expect(canonicalForm(one)).not.toBe(canonicalForm(decodeForm('a=1&b[c]=2&b[d]=4').form))
  })
})
