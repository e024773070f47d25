// Runs before anything else is loaded. The web log-in comes back with a token in the address: it is taken out of there
// at once, so that it is in no history, no referrer and no request of this page.
(() => {
  const query = new URLSearchParams(location.search)
  if (!query.has('token')) return
  const token = query.get('token')
  for (const name of ['token', 'user', 'uuid', 'expires']) query.delete(name)
  const rest = query.toString()
  let address = location.pathname + (rest ? '?' + rest : '') + location.hash
  const asked = sessionStorage.getItem('plankton.asked')
  sessionStorage.removeItem('plankton.asked')
  if (asked && asked.startsWith('/')) address = asked
  history.replaceState(null, '', address)
  // Who has not asked for a token here may have followed a link of somebody who wants images in an account of theirs:
  // that one is asked first.
  sessionStorage.setItem(asked ? 'plankton.token' : 'plankton.offered', token)
})()
