package org.plankton;

import org.plankton.cloud.User;

/** What a caller might hope to be taken for somebody else by. */
final class Pretences {
    /** Names and values of headers, in turn. */
    static final String[] HEADERS = """
            X-User-Id: ACCOUNT
            X-User: ACCOUNT
            X-Tenant-Id: ACCOUNT
            X-Project-Id: ACCOUNT
            X-Roles: admin
            X-Role: admin
            X-Is-Admin-Project: True
            X-Identity-Status: Confirmed
            X-Service-Token: TOKEN
            X-Subject-Token: TOKEN
            X-Storage-Token: TOKEN
            Remote-User: ACCOUNT
            X-Remote-User: ACCOUNT
            X-Forwarded-User: ACCOUNT
            X-Forwarded-For: 127.0.0.1
            X-Original-Url: /images/detail
            X-Http-Method-Override: DELETE
            Authorization: Bearer TOKEN
            Cookie: X-Auth-Token=TOKEN
            """.replace("ACCOUNT", User.ALICE.account())
            .replace("TOKEN", User.ALICE.token())
            .split(": |\n");

    private Pretences() {}
}
