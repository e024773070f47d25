// Bytes on their way up. They go on while other views are looked at; leaving the page is asked about.
import { ask, changed, Fault, post } from './api.js'
import { heard } from './pieces.js'
import { session, watched } from './state.js'
import { say } from './words.js'

export const uploads = watched({})
const requests = new Map()

const set = (id, by) => uploads.set({ ...uploads.get(), [id]: { ...uploads.get()[id], ...by } })

export async function begin(file, draft) {
  const { id } = await post('/v2/images', draft)
  send(id, file, draft.name)
}

export function send(id, file, name) {
  const request = new XMLHttpRequest()
  requests.set(id, request)
  const since = performance.now()
  let told = 0
  set(id, { id, name, file, state: 'sending', sent: 0, rate: 0, share: 0, fault: null })
  request.upload.onprogress = ({ loaded }) => {
    const share = Math.floor((loaded / file.size) * 100) || 0
    set(id, { sent: loaded, share, rate: loaded / ((performance.now() - since) / 1000) })
    if (share >= told + 25) heard.set(say('upload.under-way', { share: (told = share) }))
  }
  const end = by => {
    requests.delete(id)
    set(id, by)
    changed(id)
  }
  request.onload = () => {
    const { status, responseText } = request
    if (status < 300) end({ state: 'done', sent: file.size, share: 100 })
    else end({ state: 'failed', fault: new Fault(status, responseText, name => request.getResponseHeader(name)) })
  }
  request.onerror = () => end({ state: 'failed', fault: { status: 0 } })
  request.open('PUT', `/v2/images/${id}/file`)
  request.setRequestHeader('X-Auth-Token', session.get().token)
  request.setRequestHeader('Content-Type', 'application/octet-stream')
  request.send(file)
}

// The image that was made for the bytes goes as well.
export async function cancel(id) {
  requests.get(id)?.abort()
  requests.delete(id)
  forget(id)
  await ask('DELETE', `/v2/images/${id}`).catch(() => {})
  changed(id)
}

export function forget(id) {
  const { [id]: gone, ...rest } = uploads.get()
  uploads.set(gone ? rest : uploads.get())
}

addEventListener('beforeunload', event => requests.size && event.preventDefault())
