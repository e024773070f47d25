// Before anything else is loaded: the web log-in comes back with a token in the address, where it is not to stay.
{
  const query = new URLSearchParams(location.search)
  const token = query.get('token')
  const asked = sessionStorage.getItem('plankton.asked')
  if (token) {
    for (const name of ['token', 'user']) query.delete(name)
    history.replaceState(null, '', asked || location.pathname + (query.size ? '?' + query : ''))
    sessionStorage.removeItem('plankton.asked')
    // Who has not asked for one here may have followed a link into somebody else's account, and is asked first.
    sessionStorage.setItem(asked ? 'plankton.token' : 'plankton.offered', token)
    if (asked) new BroadcastChannel('plankton').postMessage(token)
  }
}
