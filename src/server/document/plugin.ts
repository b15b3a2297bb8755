/** Documents by id over HTTP: a request that names one goes on as if it had sent the text. */
import type { Plugin } from 'graphql-yoga'
import type { DocumentRequest, Documents } from './documents.ts'

/** Before all plugins that look at the text. */
export function useDocuments(documents: Documents): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (requestParser === undefined || request.method !== 'GET') return
      const documentId = new URL(request.url).searchParams.get('documentId')
      // Yoga takes only what it knows from an address.
      if (documentId !== null) setRequestParser(async () => Object.assign(await requestParser(request), { documentId }))
    },
    onParams({ params, setParams }) {
      // Yoga has not looked yet at what it types here.
      const given: unknown = params
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return
      const { documentId, ...rest } = params as typeof params & DocumentRequest // an object, as was just seen
      const query = documents.choose({ ...rest, documentId })
      setParams(query === null ? rest : { ...rest, query })
    },
  }
}
