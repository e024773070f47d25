// How the service is asked, as by any client, and what the page remembers meanwhile: values that are watched, who is
// signed in, and what is shown.
import { useEffect, useRef, useState } from './preact.js'

// A value whose watchers are drawn again when it is set.
export function watched(value) {
  const watchers = new Set()
  return {
    get: () => value,
    set(next) {
      value = next
      for (const watcher of [...watchers]) watcher()
    },
    use() {
      const [, draw] = useState(0)
      useEffect(() => {
        const seen = value
        const watcher = () => draw(n => n + 1)
        watchers.add(watcher)
        if (seen !== value) watcher()
        return () => watchers.delete(watcher)
      }, [])
      return value
    },
  }
}

// What the page has to know of its site before anybody signs in.
export const site = watched({ name: 'Plankton', links: [], sign_in: { token: true } })

export const storeName = () => (site.get().store === 'swift' ? 'Swift' : 'Pithos+')

// What the bytes of an image may be.
export const FORMATS = ['diskdump', 'extdump', 'ntfsdump', 'raw', 'qcow2', 'vmdk', 'vhd', 'vhdx', 'vdi', 'iso']

// Bytes on their way up, by image.
export const uploads = watched({})

// Who is signed in: a token in the sessionStorage of this tab, and nowhere else.
const TOKEN = 'plankton.token'
const OFFERED = 'plankton.offered'
const waiting = []

export const session = watched({ token: sessionStorage.getItem(TOKEN), me: null, expired: false })

const signed = by => session.set({ ...session.get(), expired: false, ...by })

// What waits is done for who asked for it, and for nobody else.
export function signedIn(token, me) {
  const isOther = session.get().me && session.get().me.account !== me.account
  sessionStorage.setItem(TOKEN, token)
  sessionStorage.removeItem('plankton.asked')
  refuseOffered()
  signed({ token, me })
  if (route.get().query['sign-in']) turn({ 'sign-in': '' })
  for (const { again, no } of waiting.splice(0)) (isOther ? no : again)()
}

export function signOut() {
  sessionStorage.removeItem(TOKEN)
  signed({ token: null, me: null })
  giveUp()
}

// The token is no longer taken: settles once somebody has signed in again, or will not. What waits for it is kept.
export const renewed = () =>
  new Promise((again, no) => {
    waiting.push({ again, no })
    if (!session.get().expired) signed({ expired: true })
  })

export function giveUp() {
  if (session.get().expired) signed({})
  for (const { no } of waiting.splice(0)) no()
}

export const offered = () => sessionStorage.getItem(OFFERED)
export const refuseOffered = () => sessionStorage.removeItem(OFFERED)

// Before leaving for the web log-in: where to come back to, and that it is we who asked.
export const leaveForLogIn = () => sessionStorage.setItem('plankton.asked', location.pathname + location.search)

// What stands before every path of the service; nothing, as a rule.
export const BASE = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')

// What is shown is in the address: the view, the image, and in the query what the view is told.
export const route = watched(parsed())

function parsed() {
  const [view, id] = location.pathname.slice(BASE.length).replace(/^\/(page\/?)?/, '').split('/').map(decoded)
  return { view: view || 'images', id, query: Object.fromEntries(new URLSearchParams(location.search)) }
}

function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

// A path with a query of what is not empty.
export function address(path, query = {}) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString()
  return path + (asked && '?' + asked)
}

export const pageOf = (view, id, query) =>
  address(`${BASE}/page/${view}${id ? '/' + encodeURIComponent(id) : ''}`, query)

export function go(to, replace) {
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  route.set(parsed())
}

// Changes some of the query, and leaves the rest.
export function turn(query) {
  const now = route.get()
  go(pageOf(now.view, now.id, { ...now.query, ...query }), true)
}

addEventListener('popstate', () => route.set(parsed()))

// Links within the page are followed without loading it again.
document.addEventListener('click', event => {
  const link = event.target.closest?.(`a[href^="${BASE}/page/"]`)
  if (!link || event.defaultPrevented || event.button) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(link.getAttribute('href'))
})

// The language of what is asked and said.
export const speaking = watched('en')
export const language = speaking.get

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

// With the token that is given, be it none, or of who is signed in.
export async function ask(method, path, { body, headers, signal, token } = {}) {
  const used = token ?? session.get().token
  const sent = new Headers({ Accept: 'application/json', 'Accept-Language': language(), ...headers })
  if (used) sent.set('X-Auth-Token', used)
  if (body && !sent.has('Content-Type')) sent.set('Content-Type', 'application/json')
  const request = { method, headers: sent, body: body && JSON.stringify(body), signal, credentials: 'omit' }
  const response = await fetch(BASE + path, { ...request, cache: 'no-store' }).catch(reason => {
    throw signal?.aborted ? reason : new Fault(0, '', () => null)
  })
  const text = await response.text()
  if (response.ok) return { data: jsonOf(text), headers: response.headers }
  const fault = new Fault(response.status, text, name => response.headers.get(name))
  if (fault.status !== 401 || token !== undefined || !used) throw fault
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

// What accounts are called, as far as the identity service tells it of others.
export function useNames(accounts) {
  const [names, set] = useState({})
  const asked = [...new Set(accounts)].filter(one => /^[\w-]+$/.test(one)).slice(0, 200)
  useEffect(() => {
    if (!asked.length) return
    post(catalogue('accounts'), { names: asked }).then(
      ({ accounts: found }) => set(Object.fromEntries(found.map(one => [one.account, one.display_name]))),
      () => {}, // they are shown by their numbers
    )
  }, [asked.join()])
  return { ...names }
}

// A list that comes in pages.
export function useList(path, key) {
  const [state, set] = useState({ rows: [], loading: true })
  const { token } = session.use()
  const control = useRef(null)
  const load = (from, before) => {
    control.current?.abort()
    const mine = (control.current = new AbortController())
    set(old => ({ ...old, loading: true }))
    get(from, mine).then(
      data => set({ ...data, rows: before.concat(data[key]) }),
      fault => mine.signal.aborted || set({ rows: before, fault, next: before.length && from }),
    )
  }
  useEffect(() => {
    load(path, [])
    return () => control.current.abort()
  }, [path, token, language()])
  // As many as are there now, up to a thousand, so that nobody loses their place.
  const again = () =>
    load(path.replace(/(limit=)(\d+)/, (all, is, n) => is + Math.min(1000, Math.max(n, state.rows.length))), [])
  return { ...state, more: () => load(state.next, state.rows), again }
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
