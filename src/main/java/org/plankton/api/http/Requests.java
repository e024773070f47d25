package org.plankton.api.http;

/** Who is told of each request once it has ended, be it answered, refused or cut off. */
public interface Requests {
    /** Nobody is. */
    Requests UNTOLD = (dialect, route, method, status, kind, nanos) -> {};

    /**
     * There may be requests from now on.
     *
     * @param dialect as {@link #ended} has it
     */
    default void expect(String dialect) {}

    /**
     * @param dialect its name; {@code ops} of what is no dialect's, {@code none} of what the container has refused
     * @param route the template of its path, as {@link Route} has it
     * @param method as the client has sent it, whatever that is
     * @param status what the client was told
     * @param kind why it was refused, in one word; null if it was not
     * @param nanos how long it took
     */
    void ended(String dialect, String route, String method, int status, String kind, long nanos);
}
