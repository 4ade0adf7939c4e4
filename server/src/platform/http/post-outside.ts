import { lookup } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Addresses inside of somebody's house: loopback, private, link-local (where clouds keep their secrets), multicast. */
const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, bits, 'ipv6')

/** Whether an IP address leads back into the network that the server stands in. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return inside.check(mapped, 'ipv4')
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

export interface Outgoing {
  url: string
  headers: Record<string, string>
  body: string
  timeoutMs: number
  /** Whether it may go to a machine in the network that the server stands in. */
  mayGoInside: boolean
}

/**
 * Posts to an address that somebody else has chosen. Follows no redirect, reads nothing of the answer but its status, and
 * looks at what the name stands for in the moment it connects, so that a name cannot be turned inwards afterwards.
 * @throws Error when nothing was answered in time, or it would have gone where it may not.
 */
export function postOutside({ url, headers, body, timeoutMs, mayGoInside }: Outgoing): Promise<number> {
  const { protocol, hostname } = new URL(url)
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (!mayGoInside && isIP(literal) && isInside(literal)) return Promise.reject(new Error(inwards))
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? https : http).request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(timeoutMs),
        ...(mayGoInside ? {} : { lookup: lookupOutside }),
      },
      (answer) => {
        resolve(answer.statusCode ?? 0)
        answer.destroy()
      },
    )
    request.on('error', (error) =>
      reject(error.name === 'AbortError' ? new Error(`No answer within ${timeoutMs / 1000} s.`) : error),
    )
    request.end(body)
  })
}

const inwards = 'The address leads into a private network.'

const lookupOutside: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '')
    if (addresses.some(({ address }) => isInside(address))) return done(new Error(inwards), '')
    if (options.all) return done(null, addresses)
    done(null, addresses[0]!.address, addresses[0]!.family)
  })
}
