/** One import: from a file of ours to a file of ours, or to a package (`npm:pg`, `node:fs`). */
export interface Edge {
  from: string
  to: string
  /** A type is erased before anything runs. */
  typeOnly: boolean
}

/** A wall: which imports it forbids, and what to do instead. */
export interface Wall {
  name: string
  forbids(edge: Edge): boolean
  teach: string
}

/** The staircase: a feature may use features of lower steps only; neighbours on a step do not know each other. */
export const steps = [
  ['accounts', 'customers', 'ledger', 'messages', 'stripe-connection', 'taxes'],
  ['webhook-endpoints'],
  ['catalogue', 'invoices'],
  ['payments'],
  ['card-requests', 'dead-letters', 'disputes', 'refunds', 'saved-methods'],
  ['bookings', 'dashboard', 'diagnosis', 'notifications', 'pay-page', 'team'],
  ['doctor', 'previews', 'tour'],
]

const composition = /^server\/src\/(routes|reactions|stripe-effects|app|main|commands|config)\.ts$/

export const walls: Wall[] = [
  {
    name: 'core is pure',
    forbids: ({ from, to }) => production(from) && inside(from, 'core') && !to.startsWith('core/src/'),
    teach:
      'core holds rules only: take what you need as an argument, and let the server do the reading and writing',
  },
  {
    name: 'the platform knows no product',
    forbids: ({ from, to }) =>
      inside(from, 'server/src/platform') && (inside(to, 'server/src/features') || composition.test(to)),
    teach:
      'platform is the ground below every feature: take a function or a plain value as a parameter instead',
  },
  {
    name: 'the platform knows no rules',
    forbids: ({ from, to, typeOnly }) =>
      production(from) &&
      inside(from, 'server/src/platform') &&
      inside(to, 'core') &&
      !typeOnly &&
      !/^core\/src\/(events|refusal|ids)\.ts$/.test(to),
    teach: 'of core the platform may use events, refusals, ids and types; a rule belongs into a feature',
  },
  {
    name: 'features do not know their composition',
    forbids: ({ from, to, typeOnly }) =>
      production(from) && inside(from, 'server/src/features') && composition.test(to) && !typeOnly,
    teach: 'routes, reactions and app know the features, never the other way; settings come with the context',
  },
  {
    name: 'the staircase',
    forbids: ({ from, to }) => {
      const upper = featureOf(from)
      const lower = featureOf(to)
      return (
        production(from) &&
        upper !== null &&
        lower !== null &&
        upper !== lower &&
        stepOf(lower) >= stepOf(upper)
      )
    },
    teach: `features stand on steps (${steps.map((step) => step.join(' · ')).join(' → ')}) and import from lower ones only; turn the call round, or publish an event and react to it in reactions.ts`,
  },
  {
    name: 'every feature has a step',
    forbids: ({ from }) => featureOf(from) !== null && stepOf(featureOf(from) as string) === -1,
    teach: 'put the new feature on a step of the staircase in tools/walls/rules.ts',
  },
  {
    name: 'doors are private',
    forbids: ({ from, to }) =>
      featureOf(from) !== null && featureOf(to) !== null && featureOf(from) !== featureOf(to) && isDoor(to),
    teach:
      'api.ts, routes.ts and *.tsx are the doors of their feature: call the verb or the query behind them',
  },
  {
    name: 'doors do not touch SQL',
    forbids: ({ from, to, typeOnly }) =>
      /\/(api|routes)\.ts$/.test(from) && /\/store\.ts$/.test(to) && !typeOnly,
    teach: 'an address calls a verb (to change) or a query (to read); only verbs write through store.ts',
  },
  {
    name: 'queries only read',
    forbids: ({ from, to, typeOnly }) =>
      /\/queries\.ts$/.test(from) &&
      inside(to, 'server/src/features') &&
      !/\/queries\.ts$/.test(to) &&
      !typeOnly,
    teach: 'queries.ts may join any table, but calls no verb and no store',
  },
  {
    name: 'SQL lives in stores and queries',
    forbids: ({ from, to, typeOnly }) =>
      production(from) &&
      ['npm:pg', 'npm:kysely'].includes(to) &&
      !typeOnly &&
      !/\/(store|queries|invariants)\.ts$|^server\/src\/platform\/(db|jobs)\//.test(from),
    teach:
      'write the statement as a named function in the feature’s store.ts or queries.ts, or in platform/db; what must always hold is in invariants.ts',
  },
  library('stripe', ['stripe'], /^server\/src\/platform\/stripe\//),
  library('mail', ['nodemailer'], /^server\/src\/platform\/mail\//),
  library('PDF', ['pdfkit', 'fontkit', 'subset-font'], /^server\/src\/platform\/pdf\/|-pdf\.ts$/),
  {
    name: 'the admin app is a client',
    forbids: ({ from, to }) =>
      inside(from, 'admin') && ['server', 'bin', 'stripe-simulator'].some((part) => inside(to, part)),
    teach: 'the admin app knows the server by its public API only (admin/src/api)',
  },
  {
    name: 'admin pages are islands',
    forbids: ({ from, to }) => pageOf(from) !== null && pageOf(to) !== null && pageOf(from) !== pageOf(to),
    teach: 'move what two pages need into admin/src/ui (looks) or admin/src/api (data)',
  },
  {
    name: 'ui knows no product',
    forbids: ({ from, to }) =>
      inside(from, 'admin/src/ui') && ['admin/src/api', 'admin/src/pages'].some((part) => inside(to, part)),
    teach: 'a part in ui takes what it shows as properties',
  },
  {
    name: 'the simulator stands apart',
    forbids: ({ from, to }) =>
      inside(from, 'stripe-simulator') &&
      ['core', 'server', 'admin', 'bin', 'e2e'].some((part) => inside(to, part)),
    teach:
      'the simulator is written from Stripe’s documentation, never from our own code, or it would share our mistakes',
  },
  {
    name: 'nobody imports the simulator',
    forbids: ({ from, to }) =>
      !inside(from, 'stripe-simulator') &&
      inside(to, 'stripe-simulator') &&
      !from.startsWith('bench/') &&
      from !== 'tools/conformance/simulator-process.ts',
    teach: 'start it as a process of its own and talk to it over HTTP, as to Stripe',
  },
  {
    name: 'stories use the front door',
    forbids: ({ from, to }) =>
      inside(from, 'e2e') &&
      ['core', 'server', 'admin', 'bin', 'stripe-simulator'].some((part) => inside(to, part)),
    teach: 'e2e tells what a user does: browser, HTTP, commands; no source of the product',
  },
  {
    name: 'no test code in production',
    forbids: ({ from, to }) =>
      production(from) && isSource(from) && !to.startsWith('npm:') && !production(to),
    teach: 'move what production needs out of the test',
  },
]

function library(subject: string, packages: string[], home: RegExp): Wall {
  return {
    name: `one place for ${subject}`,
    forbids: ({ from, to, typeOnly }) =>
      production(from) &&
      /^(core|server|admin|bin)\//.test(from) &&
      packages.includes(to.slice(4)) &&
      !typeOnly &&
      !home.test(from),
    teach: `${packages.join(', ')} may be imported below ${home.source.replaceAll('\\', '')} only; use what that place exports`,
  }
}

function inside(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`)
}

function production(file: string): boolean {
  return !/\.test\.tsx?$|(^|\/)test\//.test(file)
}

function isSource(file: string): boolean {
  return /^(core|server|admin|stripe-simulator|bin)\/src\//.test(file)
}

function featureOf(file: string): string | null {
  return file.match(/^server\/src\/features\/([^/]+)\//)?.[1] ?? null
}

function pageOf(file: string): string | null {
  return file.match(/^admin\/src\/pages\/([^/]+)\//)?.[1] ?? null
}

function stepOf(feature: string): number {
  return steps.findIndex((step) => step.includes(feature))
}

function isDoor(file: string): boolean {
  return /\/(api|routes)\.ts$|\.tsx$/.test(file)
}
