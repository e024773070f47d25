package org.plankton.http;

import org.apache.hc.core5.http.ParseException;
import org.plankton.registry.image.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service that is asked by HTTP. What is wrong with it the log says with its address, where an operator looks first;
 * clients are told only which service it is.
 *
 * @param name what clients are told it is: {@code the object store}
 * @param setting where its address is set
 * @param address as it is set, but without user, password, query and fragment, which may be secret
 */
public record RemoteService(String name, String setting, String address) {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteService.class);

    public RemoteService {
        address = address.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//");
    }

    /**
     * For an answer that cannot be relied on.
     *
     * @param how without anything of the request or the answer that may be a token, or a name of a user's
     */
    public Fault unreliable(String how) {
        LOG.error("{} at {} ({}) {}", name, address, setting, how);
        return Fault.misanswered(misanswers());
    }

    /**
     * For what is not the service's answer: there was none in time, or it is that of a proxy before the service.
     *
     * @param how as in {@link #unreliable}
     */
    public Fault silent(String how) {
        LOG.error("{} at {} ({}) {}", name, address, setting, how);
        return new Fault(Fault.Kind.UNAVAILABLE, misanswers());
    }

    private String misanswers() {
        return name + " does not answer as it should; try again";
    }

    /** For no answer. */
    Fault silent(Exception e) {
        return silent(name + " does not answer", e);
    }

    /** @param what clients are told */
    Fault silent(String what, Exception e) {
        LOG.warn("{} at {} ({}) does not answer: {}", name, address, setting, reason(e));
        return new Fault(Fault.Kind.UNAVAILABLE, what + "; try again", e);
    }

    /**
     * Notes an answer that is taken for what it says, but may come from somebody else.
     *
     * @param how as in {@link #unreliable}
     */
    public void doubt(String how) {
        LOG.warn("{} at {} ({}) {}: is its address right?", name, address, setting, how);
    }

    /** What is not HTTP is quoted by the library, and may hold anything. */
    static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof ParseException ? "what it sends is not HTTP" : root.toString();
    }
}
