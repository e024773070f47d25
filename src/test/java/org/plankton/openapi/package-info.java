/**
 * The description of the API ({@code /openapi.yaml}) as tests read it: each exchange of a conversation is held against
 * it, it against OpenAPI's own schema, and the page that is made from it against it.
 */
package org.plankton.openapi;
