// Development only: Node 20 does not read TypeScript, and a worker thread inherits no loader. In production the worker is
// a bundle and is started directly.
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData.entry)
