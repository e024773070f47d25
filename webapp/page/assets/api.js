// Asks the service, as any client does; and what is asked while it is shown.
import { useCallback, useEffect, useRef, useState } from './preact.js'
import { address, renewed, session, watched } from './state.js'
import { language } from './words.js'

// A no: its status (0: nobody was reached), the words of the service, and the name to quote to an operator.
export class Fault extends Error {
  constructor(status, text, header) {
    super(wordsOf(text))
    this.status = status
    this.request = header('X-Openstack-Request-Id') || header('X-Request-Id')
  }
}

function wordsOf(text) {
  try {
    return Object.values(JSON.parse(text))[0].message
  } catch {
    return ''
  }
}

export async function ask(method, path, { body, headers, signal, token } = {}) {
  const used = token || session.get().token
  const sent = new Headers({ Accept: 'application/json', 'Accept-Language': language(), ...headers })
  if (used) sent.set('X-Auth-Token', used)
  if (body && !sent.has('Content-Type')) sent.set('Content-Type', 'application/json')
  const request = { method, headers: sent, body: body && JSON.stringify(body), signal, credentials: 'omit' }
  const response = await fetch(path, { ...request, cache: 'no-store' }).catch(reason => {
    throw signal?.aborted ? reason : new Fault(0, '', () => null)
  })
  const text = await response.text()
  if (response.ok) return { data: jsonOf(text), headers: response.headers }
  const fault = new Fault(response.status, text, name => response.headers.get(name))
  if (fault.status !== 401 || token || !used) throw fault
  if (used === session.get().token) {
    await renewed().catch(() => {
      throw fault
    })
  }
  return ask(method, path, { body, headers, signal })
}

function jsonOf(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const get = async (path, options) => (await ask('GET', path, options)).data
export const post = async (path, body, options) => (await ask('POST', path, { body, ...options })).data
export const catalogue = (path, query) => address(`/catalogue/v1/${path}`, query)
export const imageAt = (id, more = '') => catalogue(`images/${encodeURIComponent(id)}${more}`)

const PATCH = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' }
export const patch = (id, steps) => ask('PATCH', `/v2/images/${id}`, { body: steps, headers: PATCH })

// One step of a patch. A key may have any characters.
export const step = (op, key, value) => ({ op, path: '/' + key.replace(/~/g, '~0').replace(/\//g, '~1'), value })

// Which image has changed last here, so that whoever shows it asks anew.
export const changes = watched({ n: 0 })
export const changed = id => changes.set({ n: changes.get().n + 1, id })

// One answer. What was told before stays until there is another, so that nothing jumps.
export function useAsked(path) {
  const [state, set] = useState({})
  const [round, again] = useState(0)
  const { token } = session.use()
  useEffect(() => {
    const control = new AbortController()
    get(path, control).then(
      data => set({ path, data }),
      fault => control.signal.aborted || set({ path, fault }),
    )
    return () => control.abort()
  }, [path, round, token, language()])
  return { ...(state.path === path && state), again: () => again(n => n + 1) }
}

// A list that comes in pages.
export function useList(path, key) {
  const [state, set] = useState({ rows: [], loading: true })
  const { token } = session.use()
  const control = useRef(null)
  const load = useCallback(
    (from, before) => {
      control.current?.abort()
      const mine = (control.current = new AbortController())
      set(old => ({ ...old, loading: true }))
      get(from, mine).then(
        data => set({ ...data, rows: before.concat(data[key]) }),
        fault => mine.signal.aborted || set({ rows: before, fault, next: before.length && from }),
      )
    },
    [path],
  )
  useEffect(() => {
    load(path, [])
    return () => control.current.abort()
  }, [load, token, language()])
  return { ...state, more: () => load(state.next, state.rows), again: () => load(path, []) }
}

// Something that is done once, by a button: busy meanwhile; a no is kept, to be shown.
export function useDoing() {
  const [state, set] = useState({})
  const run = async work => {
    set({ busy: true })
    await work().then(() => set({}), fault => set({ fault }))
  }
  return { ...state, run }
}

// Calls what it is given once nothing has been asked of it for a while.
export function useLater(work, wait) {
  const timer = useRef(0)
  return (...values) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(work, wait, ...values)
  }
}
