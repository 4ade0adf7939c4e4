import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { isInside, postOutside } from './post-outside.ts'

it('knows the addresses that lead inside, however they are written', () => {
  const private4 =
    '127.0.0.1 10.1.2.3 172.31.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255'
  const private6 = '::1 :: fd00::1 fe80::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1'
  for (const address of [private4, private6].flatMap((list) => list.split(' ')))
    expect(isInside(address), address).toBe(true)
  for (const address of ['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:2800:220:1:248:1893:25c8:1946'])
    expect(isInside(address), address).toBe(false)
})

it('goes inside only when it may, by number or by name', async () => {
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const post = (host: string, mayGoInside: boolean) =>
    postOutside({ url: `http://${host}:${port}/`, headers: {}, body: '{}', timeoutMs: 5_000, mayGoInside })
  for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]'])
    await expect(post(host, false), host).rejects.toThrow('private network')
  expect(asked).toBe(0)
  expect(await post('127.0.0.1', true)).toBe(200)
})
