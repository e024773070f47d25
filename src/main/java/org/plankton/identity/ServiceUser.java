package org.plankton.identity;

/**
 * Whom this service is to Keystone, where only a service may ask whose token a token is.
 *
 * @param domain the name of the user's
 * @param project the name of one where the user has the role {@code service}
 * @param projectDomain the name of the project's
 */
public record ServiceUser(String name, String password, String domain, String project, String projectDomain) {
    /** Leaves the password out: it must not reach a log. */
    @Override
    public String toString() {
        return name + " of " + domain + " in " + project + " of " + projectDomain;
    }
}
