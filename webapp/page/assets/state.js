// What the page remembers: values that are watched, who is signed in, and what is shown.
import { useEffect, useState } from './preact.js'

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

// Who is signed in: a token in the sessionStorage of this tab, and nowhere else.
const TOKEN = 'plankton.token'
const OFFERED = 'plankton.offered'
let waiting = []

export const session = watched({ token: sessionStorage.getItem(TOKEN), me: null, expired: false })

const signed = by => session.set({ ...session.get(), expired: false, ...by })

export function signedIn(token, me) {
  sessionStorage.setItem(TOKEN, token)
  refuseOffered()
  signed({ token, me })
  for (const { again } of waiting.splice(0)) again()
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

// What is shown is in the address: the view, the image, and in the query what the view is told.
export const route = watched(parsed())

function parsed() {
  const [view, id] = location.pathname.replace(/^\/(page\/?)?/, '').split('/').map(decodeURIComponent)
  return { view: view || 'images', id, query: Object.fromEntries(new URLSearchParams(location.search)) }
}

// A path with a query of what is not empty.
export function address(path, query = {}) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString()
  return path + (asked && '?' + asked)
}

export const pageOf = (view, id, query) => address(`/page/${view}${id ? '/' + encodeURIComponent(id) : ''}`, query)

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
  const link = event.target.closest?.('a[href^="/page/"]')
  if (!link || event.defaultPrevented || event.button) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(link.getAttribute('href'))
})
