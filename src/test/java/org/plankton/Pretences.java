package org.plankton;

import org.plankton.cloud.User;

/** What a caller might hope to be taken for somebody else by. */
final class Pretences {
    /** Names and values of headers, in turn. */
    static final String[] HEADERS = {
        "X-User-Id",
        User.ALICE.account(),
        "X-User",
        User.ALICE.account(),
        "X-Tenant-Id",
        User.ALICE.account(),
        "X-Project-Id",
        User.ALICE.account(),
        "X-Roles",
        "admin",
        "X-Role",
        "admin",
        "X-Is-Admin-Project",
        "True",
        "X-Identity-Status",
        "Confirmed",
        "X-Service-Token",
        User.ALICE.token(),
        "X-Subject-Token",
        User.ALICE.token(),
        "X-Storage-Token",
        User.ALICE.token(),
        "Remote-User",
        User.ALICE.account(),
        "X-Remote-User",
        User.ALICE.account(),
        "X-Forwarded-User",
        User.ALICE.account(),
        "X-Forwarded-For",
        "127.0.0.1",
        "X-Original-Url",
        "/images/detail",
        "X-Http-Method-Override",
        "DELETE",
        "Authorization",
        "Bearer " + User.ALICE.token(),
        "Cookie",
        "X-Auth-Token=" + User.ALICE.token()
    };

    private Pretences() {}
}
