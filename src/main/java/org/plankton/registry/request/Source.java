package org.plankton.registry.request;

/**
 * By which request somebody asks, for the record of what it changes; each is empty where there is none.
 *
 * @param request its name
 * @param dialect the wire that it came by
 * @param address the client's, as far as proxies that are trusted tell it
 */
public record Source(String request, String dialect, String address) {
    /** Of what nobody has asked for by a request. */
    public static final Source NONE = new Source("", "", "");
}
